"""IAM roles, the identity policies that the program writes, and KMS keys with their aliases."""

from __future__ import annotations

from ...model.endpoints import HolderKind, IdentityPolicy
from ...model.identities import Key, Role
from ...model.network import Network
from ...model.vpcs import Id
from .fields import Fields
from .index import known_id
from .tokens import KEY, ROLE

HOLDERS: tuple[HolderKind, ...] = ("role", "user", "group")


def identity_policy(fields: Fields, network: Network) -> None:
    """A policy of a role, a user or a group, or one of its own."""
    kind = next((each for each in HOLDERS if fields.has(each)), HOLDERS[0])
    roles = _roles(fields, "role")
    document = fields.document("policy", roles)
    if document is not None:
        holder, account = _holder(fields, kind), _account(fields, roles[0] if roles else fields.id)
        network.identity_policies[fields.id] = IdentityPolicy(fields.id, document, holder, account, kind)


def role(fields: Fields, network: Network) -> None:
    """A role with who may assume it, and the policies that it states itself, each by the role's URN and its name."""
    name, account = fields.inputs.get("name"), _account(fields, fields.id)
    trust = fields.document("assumeRolePolicy") if fields.has("assumeRolePolicy") else None
    attached = (fields.id,) if fields.items("managedPolicyArns") else ()
    path = fields.text("path", "/")
    network.roles[fields.id] = Role(fields.id, name if isinstance(name, str) else "", account, trust, attached, path)
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
    """Managed policies of a role, or one of several roles (AWS provider documentation, ``aws_iam_policy_attachment``)."""
    if fields.inputs.get("policyArns") == []:
        return
    for key in ("role", "roleName", "roles"):
        for urn in _roles(fields, key):
            fields.pieces.role_attachments[urn].append(fields.id)


def _account(fields: Fields, urn: Id) -> str | None:
    return fields.index.place(fields.index.resources[urn].provider)[0]


def _holder(fields: Fields, kind: HolderKind) -> str:
    """Whose policy it is, by name: as stated, or as the resource that it refers to states it."""
    for urn in fields.resource.property_dependencies.get(kind, ()):
        name = (fields.index.resources[urn].inputs or {}).get("name") if urn in fields.index.resources else None
        if isinstance(name, str):
            return name
    stated = fields.inputs.get(kind)
    return stated if isinstance(stated, str) else ""


def _roles(fields: Fields, key: str) -> tuple[Id, ...]:
    """The stack's roles that a property refers to, or names: names are known before roles exist. A doubt about all that it may mean."""
    value, every = fields.inputs.get(key), fields.index.of_types((ROLE,))
    values = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
    depends = [urn for urn in fields.resource.property_dependencies.get(key, ()) if urn in every]
    known = {each for each in values if isinstance(each, str)}
    named = [urn for urn in every if known & _names(fields, urn)]
    unknown = any(not isinstance(each, str) for each in values)
    if unknown and (not depends or (key != "roles" and len(depends) > 1)):
        fields.doubt(key, "the role is not known", *(depends or every))
        return ()
    return tuple(sorted({*named, *depends}))


def _names(fields: Fields, urn: Id) -> set[str]:
    """What a role is called, where it may be of the same account: its id is its name, too."""
    role, accounts = fields.index.resources[urn], {_account(fields, fields.id), _account(fields, urn)}
    names = ((role.inputs or {}).get("name"), known_id(role)) if None in accounts or len(accounts) == 1 else ()
    return {name for name in names if isinstance(name, str)}


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
