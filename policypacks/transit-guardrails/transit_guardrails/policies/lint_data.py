"""What the documents say about endpoint policies, as data.

Sources: "Control access to VPC endpoints using endpoint policies" (size, wildcards, numeric operators), "AWS global
condition context keys" (availability, support of the aws:Vpce keys), Service Authorization Reference for Amazon Bedrock.
"""

from __future__ import annotations

CHARACTERS = 20_480  # of an endpoint policy, white space included
BESIDE_WILDCARD = 6  # consecutive characters before or after each wildcard under a string operator

# Keys that reference identifiers which AWS generates: neither wildcards nor numeric operators.
GENERATED = frozenset(
    f"aws:{name}"
    for name in (
        *("principalaccount", "principalorgid", "principalorgpaths", "sourceaccount", "sourceorgid", "sourceorgpaths"),
        *("resourceaccount", "resourceorgid", "resourceorgpaths", "sourcevpc", "sourcevpce"),
        *("vpceaccount", "vpceorgid", "vpceorgpaths", "userid"),
    )
)
READING = frozenset({"s3:getobject"})  # what AWS's own buckets are read by
ORGANISATION = frozenset({"aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount"})
NETWORK = frozenset(
    f"aws:{name}"
    for name in (
        *("sourceip", "vpcsourceip", "sourcevpc", "sourcevpce", "sourcevpcarn"),
        *("vpceaccount", "vpceorgid", "vpceorgpaths"),
    )
)
HUB = frozenset({"aws:sourcevpc", "aws:sourcevpce"})  # through a central endpoint they always name the hub
EXCEPTIONS = frozenset({"aws:principalisawsservice", "aws:viaawsservice"})

# Which services support the newer endpoint keys; a service that is not named supports none of them.
ENDPOINT_KEYS = frozenset({"aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths", "aws:sourcevpcarn"})
SUPPORTED: dict[str, frozenset[str]] = {
    service: frozenset({"aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"}) for service in ("ecr", "kms", "s3")
}

# Actions whose Resource is the model that is called. Converse and ConverseStream are authorised as the first two.
MODEL_BOUNDED = (
    *("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:InvokeModelWithBidirectionalStream"),
    *("bedrock:Converse", "bedrock:ConverseStream", "bedrock:StartAsyncInvoke"),
)
MODEL_TYPES = (
    *("foundation-model", "inference-profile", "application-inference-profile", "provisioned-model", "custom-model"),
    *("custom-model-deployment", "imported-model", "prompt-router", "default-prompt-router"),
)

CUSTOM_TYPES = frozenset(
    ("provisioned-model", "custom-model-deployment", "custom-model", "imported-model", "customized-model")
)  # what is, or may lead to, a model of the organization's own


def service_prefix(service: str) -> str:
    """The service of an endpoint's service name: ``com.amazonaws.us-east-1.ecr.api``, ``ecr.api``, ``ecr`` are ``ecr``."""
    parts = service.lower().split(".")
    parts = parts[3:] if parts[:2] == ["com", "amazonaws"] else parts
    return next(iter(parts), "")
