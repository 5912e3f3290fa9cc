"""The one place that speaks to AWS: clients, and what is said where a call fails. Nothing is retried but by botocore itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoRegionError, ParamValidationError

from ..exits import BadInputError

ATTEMPTS = 8
"""How often a call is tried that AWS throttles or that fails on its way, with exponential backoff (botocore's standard mode)."""
CONFIG = Config(retries={"mode": "standard", "total_max_attempts": ATTEMPTS}, connect_timeout=10, read_timeout=60)
EXPIRED = frozenset(("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"))
REFUSED = frozenset(
    (
        *("InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidSignatureException"),
        *("InvalidAccessKeyId", "AuthFailure"),  # of Amazon S3 and Amazon EC2
    )
)
DENIED = frozenset(("AccessDenied", "AccessDeniedException", "UnauthorizedOperation"))
THROTTLED = frozenset(
    ("Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown")
)
SIGN_IN = "sign in again, or choose other credentials with --profile or the environment"
UNREADABLE = (LookupError, TypeError)
"""What is raised where an answer lacks what is read of it."""
_NO_CREDENTIALS = frozenset(
    [
        "NoCredentialsError",
        "PartialCredentialsError",
        "ProfileNotFound",
        "UnauthorizedSSOTokenError",
        "SSOTokenLoadError",
        "TokenRetrievalError",
        "CredentialRetrievalError",
        "SSOError",
        "LoginRefreshRequired",
    ]
)


@dataclass(frozen=True)
class Aws:
    """Whom the calls go to, and as whom. Without a Region the profile's or the environment's own."""

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None

    @cached_property
    def _session(self) -> Any:
        with told("reading the credentials"):
            return boto3.Session(profile_name=self.profile, region_name=self.region)

    def client(self, service: str) -> Any:
        """A client of a service. Raises ``BadInputError`` where there is no Region or no such profile."""
        with told(f"making a client of {service}"):
            return self._session.client(service, endpoint_url=self.endpoint_url, config=CONFIG)

    def account(self) -> str:
        """The account that the credentials are of."""
        client = self.client("sts")
        with told("asking whose credentials these are (sts:GetCallerIdentity)"):
            return str(client.get_caller_identity()["Account"])


@contextmanager
def told(doing: str, after: str = "") -> Iterator[None]:
    """Turns what AWS and botocore raise into ``BadInputError``: what was being done, why it failed, the way out.

    So it does with what is raised where an answer lacks what is read of it. ``after`` says in which state things are then.
    """
    try:
        yield
    except ClientError as error:
        raise BadInputError(_text(doing, *_of_answer(error), after)) from None
    except NoRegionError:
        raise BadInputError(_text(doing, "no Region is stated", "state --region", after)) from None
    except ParamValidationError as error:
        raise BadInputError(_text(doing, str(error), "mend the job file", after)) from None
    except UNREADABLE as error:
        raise unreadable(doing, error, after) from None
    except (BotoCoreError, ValueError) as error:  # an address that is none is a ValueError
        credentials = type(error).__name__ in _NO_CREDENTIALS
        remedy = SIGN_IN if credentials else "check the network, --region and --endpoint-url, then try again"
        raise BadInputError(_text(doing, str(error), remedy, after)) from None


def unreadable(doing: str, error: Exception, after: str = "") -> BadInputError:
    """What is told where an answer is not as the API reference says."""
    what = str(error.args[0]) if isinstance(error, KeyError) else f"what is read of it ({error})"
    return BadInputError(
        _text(doing, f"the answer lacks {what}", "try again; where it stays so, please report it", after)
    )


def code_of(error: ClientError) -> str:
    """AWS's word for what went wrong."""
    return str(error.response.get("Error", {}).get("Code", ""))


def message_of(error: ClientError) -> str:
    """AWS's own sentence, without the encoded message that Amazon EC2 adds for those who may decode it."""
    message = str(error.response.get("Error", {}).get("Message", ""))
    return message.partition(" Encoded authorization failure message")[0] or "no reason is given"


def _of_answer(error: ClientError) -> tuple[str, str]:
    """Why, and the way out."""
    code, message = code_of(error), message_of(error)
    if code in EXPIRED:
        return f"the credentials have expired ({code})", SIGN_IN
    if code in REFUSED:
        return f"AWS does not know the credentials ({code})", SIGN_IN
    if code in DENIED:
        return (
            f"it is not allowed: {message}",
            "have the missing permission granted, or use a role that has it (--profile)",
        )
    if code in THROTTLED:
        return f"AWS still throttles after {ATTEMPTS} tries ({code})", "try again in a minute: nothing is started twice"
    return f"{code}: {message}", "mend what AWS names, then try again"


def _text(doing: str, why: str, remedy: str, after: str) -> str:
    return f"{doing}: {why}\n  remedy: {remedy}{f'{chr(10)}  {after}' if after else ''}"
