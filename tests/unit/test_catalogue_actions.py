"""The catalogue's actions against the API models that botocore ships.

What this does not prove: that AWS authorises an operation as the Service Authorization Reference says, and
that an action without an operation is sent to the endpoint that lists it. The reference and botocore are of
different days; where one is newer, the catalogue's files say so and these tests name the difference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import botocore.session
import pytest

from bedrock_transit import catalogue
from bedrock_transit.catalogue import Action, Service

MODEL_PREFIXES = {"bedrock", "bedrock-mantle", "bedrock-agentcore"}
WITH_CLIENT = sorted(key for key, found in catalogue.services().items() if found.client)
OTHER_ENDPOINTS = {"s3express", "s3-object-lambda"}


@cache
def client_model(client: str) -> Any:
    """The API model of a botocore client."""
    return botocore.session.get_session().get_service_model(client)


def operations(service: Service) -> list[str]:
    """The operations that the SDK sends to the service's endpoint."""
    assert service.client
    return list(client_model(service.client).operation_names)


def model_services() -> dict[str, Service]:
    """The services that lead to Bedrock models, FIPS twins left out."""
    return {
        key: found
        for key, found in catalogue.services().items()
        if found.iam_prefix in MODEL_PREFIXES and not key.endswith("-fips")
    }


def model_actions() -> dict[str, Action]:
    """The actions of those services by name."""
    return {name: a for found in model_services().values() for name, a in found.actions.items()}


@pytest.mark.parametrize("key", WITH_CLIENT)
def test_every_operation_is_one_action_or_a_stated_mapping(key: str) -> None:
    """An operation is authorised by the action of its name, or by those that the file states; never both."""
    service = catalogue.service(key)
    for operation in operations(service):
        same_name = f"{service.iam_prefix}:{operation}" in service.actions
        assert same_name != (operation in service.operations), operation


@pytest.mark.parametrize("key", WITH_CLIENT)
def test_every_action_without_an_operation_says_why_it_is_there(key: str) -> None:
    """Exactly the actions that are no operation of the client carry a reason."""
    service = catalogue.service(key)
    known = {f"{service.iam_prefix}:{name}" for name in operations(service)}
    reasoned = {name for name, action in service.actions.items() if action.permission_only}
    assert reasoned == set(service.actions) - known


@pytest.mark.parametrize("key", WITH_CLIENT)
def test_no_mapping_is_left_over_from_an_operation_that_is_gone(key: str) -> None:
    """Stated mappings name operations of the client and actions of an endpoint that exists."""
    service = catalogue.service(key)
    assert set(service.operations) <= set(operations(service))
    for needed in service.operations.values():
        for name in needed:
            assert name in service.actions or name.split(":")[0] in OTHER_ENDPOINTS, name


def test_an_action_is_in_two_model_services_only_where_both_serve_it() -> None:
    """The shared actions are these and no others."""
    served = defaultdict(set)
    for key, service in model_services().items():
        for name in service.actions:
            served[name].add(key)
    data = {"bedrock-data-automation", "bedrock-data-automation-runtime"}
    every = {"bedrock", "bedrock-agent", "bedrock-agent-runtime"} | data
    assert {name: keys for name, keys in served.items() if len(keys) > 1} == {
        "bedrock:CallWithBearerToken": {"bedrock", "bedrock-runtime"},
        "bedrock:TagResource": every,
        "bedrock:UntagResource": every,
        "bedrock:ListTagsForResource": every,
        "bedrock:GetResourcePolicy": {"bedrock", "bedrock-agent"},
        "bedrock:PutResourcePolicy": {"bedrock", "bedrock-agent"},
        "bedrock:DeleteResourcePolicy": {"bedrock", "bedrock-agent"},
    }


def test_shared_actions_of_other_services_are_the_registry_and_studio() -> None:
    """ecr.api and ecr.dkr share what a push or pull needs, SageMaker's API and Studio share CreateApp."""
    services = catalogue.services()
    assert set(services["ecr.dkr"].actions) < set(services["ecr.api"].actions)
    assert set(services["aws.sagemaker.studio"].actions) == {"sagemaker:CreateApp"}
    api = set(services["sagemaker.api"].actions)
    for key in ("sagemaker.runtime", "sagemaker.metrics"):
        assert not api & set(services[key].actions)


def test_what_no_endpoint_receives_is_on_no_endpoint() -> None:
    """The actions that are listed elsewhere have a reason and belong to no service."""
    served = {name for service in catalogue.services().values() for name in service.actions}
    assert not served & set(catalogue.elsewhere())
    assert all(catalogue.elsewhere().values())


def test_every_name_carries_the_prefix_of_its_service() -> None:
    """`Service.actions` is keyed by the action's name, which begins with the service's prefix."""
    for service in catalogue.services().values():
        for name, action in service.actions.items():
            assert name == action.name
            assert re.fullmatch(rf"{re.escape(service.iam_prefix)}:[A-Z]\w+", name), name


def test_fips_twins_take_the_same_actions() -> None:
    """A FIPS endpoint differs in its names only."""
    for key, service in catalogue.services().items():
        if key.endswith("-fips"):
            assert service.actions is catalogue.service(key.removesuffix("-fips")).actions


def test_services_without_models_bound_no_model() -> None:
    """Every action outside of the Bedrock prefixes is `no-model`, and no Bedrock service is all of that."""
    for service in catalogue.services().values():
        kinds = {action.bounded_by for action in service.actions.values()}
        assert (kinds == {"no-model"}) == (service.iam_prefix not in MODEL_PREFIXES), service.key


def test_converse_needs_the_permissions_of_invoke_model() -> None:
    """Converse, asynchronous and bidirectional invocation have no action of their own."""
    assert catalogue.service("bedrock-runtime").operations == {
        "Converse": ("bedrock:InvokeModel",),
        "ConverseStream": ("bedrock:InvokeModelWithResponseStream",),
        "InvokeModelWithBidirectionalStream": ("bedrock:InvokeModel",),
        "StartAsyncInvoke": ("bedrock:InvokeModel",),
    }


def test_invoke_model_takes_everything_that_is_called_but_no_custom_model() -> None:
    """A custom model is called through its provisioned throughput or its deployment."""
    for name in ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"):
        action = catalogue.service("bedrock-runtime").actions[name]
        assert (action.bounded_by, action.access) == ("resource", "invoke")
        assert set(action.resource_types) == {
            "foundation-model",
            "inference-profile",
            "application-inference-profile",
            "provisioned-model",
            "custom-model-deployment",
            "imported-model",
            "prompt-router",
            "default-prompt-router",
            "bedrock-marketplace-model-endpoint",
        }


def test_inference_is_these_actions() -> None:
    """What lets a request have a model answer, and how each is bounded."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, action in model_actions().items():
        if action.access == "invoke":
            found[action.bounded_by].add(name)
    assert found == {
        "resource": {"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"},
        "condition-key": {"bedrock-mantle:CreateInference"},
        "object": {
            "bedrock:InvokeAgent",
            "bedrock:InvokeFlow",
            "bedrock:StartFlowExecution",
            "bedrock:Retrieve",
            "bedrock:InvokeTool",
            "bedrock:InvokeDataAutomation",
            "bedrock:InvokeDataAutomationAsync",
            "bedrock-agentcore:InvokeAgentRuntime",
            "bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream",
            "bedrock-agentcore:InvokeHarness",
            "bedrock-agentcore:InvokeGateway",
            "bedrock-agentcore:Evaluate",
        },
        "none": {
            "bedrock:AgenticRetrieveStream",
            "bedrock:GenerateQuery",
            "bedrock:InvokeBuilder",
            "bedrock:InvokeInlineAgent",
            "bedrock:OptimizePrompt",
            "bedrock:Rerank",
            "bedrock:RetrieveAndGenerate",
        },
    }


def test_mantle_bounds_models_by_its_condition_key() -> None:
    """Inference, fine-tuning and token counts carry bedrock-mantle:Model; files do not."""
    actions = catalogue.service("bedrock-mantle").actions
    keyed = {name for name, action in actions.items() if action.condition_key}
    assert keyed == {f"bedrock-mantle:{n}" for n in ("CreateInference", "CreateFineTuningJob", "CountTokens")}
    assert {actions[name].condition_key for name in keyed} == {"bedrock-mantle:Model"}


def test_agents_and_flows_are_called_through_their_aliases() -> None:
    """The objects that a call is bounded by."""
    actions = catalogue.service("bedrock-agent-runtime").actions
    assert actions["bedrock:InvokeAgent"].resource_types == ("agent-alias",)
    assert actions["bedrock:InvokeFlow"].resource_types == ("flow-alias",)
    assert actions["bedrock:Retrieve"].resource_types == ("knowledge-base",)


def test_bearer_tokens_are_actions_of_every_endpoint_that_takes_them() -> None:
    """Where the API model offers a bearer token, the action that denies it is listed; the flag is its name's."""
    for key in WITH_CLIENT:
        service = catalogue.service(key)
        assert service.client
        takes = "smithy.api#httpBearerAuth" in client_model(service.client).metadata["auth"]
        assert not takes or f"{service.iam_prefix}:CallWithBearerToken" in service.actions, key
    flagged = {n for s in catalogue.services().values() for n, a in s.actions.items() if a.bearer_token}
    prefixes = {"bedrock", "bedrock-mantle", "sagemaker", "logs", "cloudwatch"}
    assert flagged == {f"{prefix}:CallWithBearerToken" for prefix in prefixes}


def test_resource_types_are_models_where_the_bound_is_a_model() -> None:
    """`resource` lists model types only, `object` and the others list none."""
    types = catalogue.arn_types()
    for name, action in model_actions().items():
        prefix = name.split(":")[0]
        own = [types[f"{prefix}:{key}"] for key in action.resource_types]
        others = [types[f"{prefix}:{key}"] for key in action.other_resource_types]
        assert all(found.is_model == (action.bounded_by == "resource") for found in own), name
        assert not any(found.is_model for found in others), name


def named_models(client: str) -> Mapping[str, set[str]]:
    """The operations whose input names a model, and the members that do."""
    member = re.compile(
        r"^(foundationModel|model|modelId|modelIdentifier|(base|teacher)ModelIdentifier|modelArn|"
        r"sourceModelArn|embeddingModelArn|(desired|target)ModelId|modelSourceIdentifier|modelPackageArn)$"
    )

    def walk(shape: Any, above: frozenset[str]) -> Iterator[str]:
        if shape.name in above:
            return
        if shape.type_name == "structure":
            for name, inner in shape.members.items():
                if inner.type_name == "string" and member.match(name):
                    yield name
                yield from walk(inner, above | {shape.name})
        elif shape.type_name in ("list", "map"):
            inner = shape.member if shape.type_name == "list" else shape.value
            yield from walk(inner, above | {shape.name})

    model = client_model(client)
    inputs = {name: model.operation_model(name).input_shape for name in model.operation_names}
    found = {name: set(walk(shape, frozenset())) for name, shape in inputs.items() if shape}
    return {name: members for name, members in found.items() if members}


def test_no_operation_that_names_a_model_goes_unmarked() -> None:
    """What names a model in its input is bounded by model, or marked `names_model`, or is one of these reads."""
    harmless = {
        "bedrock:GetFoundationModelAvailability",
        "bedrock:ListFoundationModelAgreementOffers",
        "bedrock:ValidateFlowDefinition",
    }
    unmarked = set()
    for service in model_services().values():
        for operation in named_models(service.client) if service.client else ():
            own = (f"{service.iam_prefix}:{operation}",)
            for name in service.operations.get(operation, own):
                action = service.actions[name]
                if not action.names_model and action.bounded_by not in ("resource", "condition-key"):
                    unmarked.add(name)
    assert unmarked == harmless


def test_what_nothing_bounds_says_what_it_does() -> None:
    """Every `none` has a note: it is what a reviewer of a grant reads."""
    for name, action in model_actions().items():
        assert action.bounded_by != "none" or action.note, name
