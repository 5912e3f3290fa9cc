"""What Resource Access Manager refuses."""

import re

from ..errors import AwsError
from ..world import Thing, World

_PRINCIPAL = re.compile(
    r"\d{12}|arn:aws:organizations::\d{12}:(organization/o-|ou/o-)[a-z0-9/-]+|arn:aws:iam::\d{12}:.+"
)


def principal_is_valid(_world: World, association: Thing) -> None:
    """A principal is an account, an organisation, an organisational unit or an IAM identity."""
    if not _PRINCIPAL.fullmatch(str(association["principal"])):
        raise AwsError(f"MalformedArnException: The specified principal {association['principal']} is not valid.")


def association_is_new(world: World, association: Thing) -> None:
    """A share holds a resource once and a principal once."""
    for other in world.of(association.kind, but=association):
        if other.inputs == association.inputs:
            raise AwsError(f"ResourceShareAssociationExists: {other.id} already exists.")
