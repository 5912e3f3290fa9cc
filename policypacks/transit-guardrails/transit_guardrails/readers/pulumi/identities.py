"""IAM roles, the identity policies that the program writes, and KMS keys with their aliases."""

from __future__ import annotations

from ...model.endpoints import IdentityPolicy
from ...model.identities import Key, Role
from ...model.network import Network
from .fields import Fields
from .tokens import KEY


def identity_policy(fields: Fields, network: Network) -> None:
    """A policy of a role, a user or a group, or one of its own."""
    document = fields.document("policy")
    if document is not None:
        network.identity_policies[fields.id] = IdentityPolicy(fields.id, document, _holder(fields), _account(fields))


def role(fields: Fields, network: Network) -> None:
    """A role with who may assume it, and the policies that it states itself, each by the role's URN and its name."""
    name, account = fields.inputs.get("name"), _account(fields)
    trust = fields.document("assumeRolePolicy") if fields.has("assumeRolePolicy") else None
    attached = (fields.id,) if fields.items("managedPolicyArns") else ()
    network.roles[fields.id] = Role(fields.id, name if isinstance(name, str) else "", account, trust, attached)
    for item in fields.records("inlinePolicies"):
        key, document = item.get("name"), item.get("policy")
        if document in (None, ""):
            continue
        if not isinstance(document, str):
            fields.doubt("inlinePolicies", "a policy is not known")
            continue
        urn = f"{fields.id}#{key if isinstance(key, str) else ''}"
        network.identity_policies[urn] = IdentityPolicy(urn, document, name if isinstance(name, str) else "", account)


def attachment(fields: Fields, _: Network) -> None:
    """A managed policy of a role."""
    fields.pieces.role_attachments[_holder(fields), _account(fields)].append(fields.id)


def _account(fields: Fields) -> str | None:
    return fields.index.place(fields.resource.provider)[0]


def _holder(fields: Fields) -> str:
    """Whose policy it is, by name: as stated, or as the resource that it refers to states it."""
    for key in ("role", "user", "group"):
        for urn in fields.resource.property_dependencies.get(key, ()):
            found = fields.index.resources.get(urn)
            name = (found.inputs or {}).get("name") if found else None
            if isinstance(name, str):
                return name
        if isinstance(value := fields.inputs.get(key), str):
            return value
    return ""


def kms_key(fields: Fields, network: Network) -> None:
    """A KMS key. Its material stays what it was unless the program says that it rotates (AWS provider documentation, ``aws_kms_key``)."""
    account, region = fields.index.place(fields.resource.provider)
    stated = fields.inputs.get("region")
    network.keys[fields.id] = Key(
        fields.id,
        account,
        stated if isinstance(stated, str) else region,
        fields.document("policy") if fields.has("policy") else None,
        rotates=fields.flag("enableKeyRotation", False) is True,
        lockout=fields.flag("bypassPolicyLockoutSafetyCheck", False) is not False,
    )


def alias(fields: Fields, _: Network) -> None:
    """The name of a key."""
    name, found = fields.inputs.get("name"), fields.reference("targetKeyId", KEY)
    if not isinstance(name, str):
        fields.doubt("name", "the alias is not known", *((found,) if found else ()))
    elif found:
        fields.pieces.key_aliases[found].append(name)
