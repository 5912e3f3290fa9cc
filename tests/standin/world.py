"""The world: what exists on the stand-in's side of the API."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from .errors import AwsError
from .kinds import ANY, KINDS, SHARED, Kind, Refers
from .kinds.record import DIRECT_CONNECT_ATTACHMENT, VPN_ATTACHMENT
from .values import Properties

_BORN_WITH = {
    "ec2.SecurityGroup": ("ec2.Vpc", ("defaultSecurityGroupId",)),
    "ec2.RouteTable": ("ec2.Vpc", ("mainRouteTableId",)),
    "ec2.NetworkAcl": ("ec2.Vpc", ("defaultNetworkAclId",)),
    "ec2transitgateway.RouteTable": (
        "ec2transitgateway.TransitGateway",
        ("associationDefaultRouteTableId", "propagationDefaultRouteTableId"),
    ),
    DIRECT_CONNECT_ATTACHMENT: ("directconnect.GatewayAssociation", ("transitGatewayAttachmentId",)),
    VPN_ATTACHMENT: ("ec2.VpnConnection", ("transitGatewayAttachmentId",)),
}
"""What comes into being with its owner: a reference to it is a reference to the owner."""


@dataclass
class Thing:
    """Something that exists: which kind, where, by which resource, and what it relies on."""

    kind: str
    id: str
    urn: str
    account: str
    region: str
    inputs: Properties
    outputs: Properties = field(default_factory=dict)
    relies_on: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Tell things apart: an attachment and its acceptance share one id."""
        return f"{self.kind} {self.id}"

    def __getitem__(self, name: str) -> Any:
        return self.inputs.get(name)

    def rely_on(self, other: "Thing") -> None:
        """Note that this thing does not work without the other, so the other cannot be deleted before it."""
        if other.key not in self.relies_on and other.key != self.key:
            self.relies_on.append(other.key)


class World:
    """All things, by kind and id."""

    def __init__(self) -> None:
        self.things: dict[str, dict[str, Thing]] = {}
        self.births: dict[str, int] = {}
        self.quotas: dict[str, int] = {}
        """Quotas that AWS raised for all accounts, by their keys in a spec."""

    def __iter__(self) -> Iterator[Thing]:
        for of_kind in self.things.values():
            yield from of_kind.values()

    def of(self, *kinds: str, but: Thing | None = None) -> list[Thing]:
        """List the things of some kinds, leaving out one that is about to be written again."""
        found = (thing for kind in kinds for thing in self.things.get(kind, {}).values())
        return [thing for thing in found if but is None or thing.key != but.key]

    def get(self, kind: str, thing_id: str) -> Thing | None:
        """Look a thing up by kind and id."""
        return self.things.get(kind, {}).get(thing_id)

    def find(self, kinds: Iterable[str], reference: str) -> Thing | None:
        """Resolve a reference, an id or an ARN, among some kinds; a default belongs to what it was born with."""
        for kind in kinds:
            owner, names = _BORN_WITH.get(kind, ("", ()))
            found = self.get(kind, reference) or next(
                (thing for thing in self.of(kind) if thing.outputs.get("arn") == reference), None
            )
            found = found or next(
                (thing for thing in self.of(owner) if reference in (thing.outputs.get(name) for name in names)), None
            )
            if found:
                return found
        return None

    def put(self, thing: Thing) -> None:
        """Let a thing exist, or exist with other properties."""
        of_kind = self.things.setdefault(thing.kind, {})
        if thing.id not in of_kind:
            self.births[thing.urn] = self.births.get(thing.urn, 0) + 1
        of_kind[thing.id] = thing

    def remove(self, thing: Thing) -> None:
        """Delete a thing and its settings, unless another one still relies on it."""
        users = [other for other in self if thing.key in other.relies_on]
        parts = [other for other in users if thing.kind in KINDS.get(other.kind, Kind()).part_of]
        if len(parts) < len(users):
            named = ", ".join(sorted(other.id for other in users if other not in parts))
            raise AwsError(KINDS[thing.kind].in_use.format(id=thing.id, users=named))
        for gone in (thing, *parts):
            del self.things[gone.kind][gone.id]

    def snapshot(self) -> dict[str, Any]:
        """Write the world down as plain data."""
        return {"things": [asdict(thing) for thing in self], "births": dict(self.births)}

    def restore(self, world: dict[str, Any]) -> None:
        """Make the world what a snapshot says."""
        self.things = {}
        for record in world["things"]:
            thing = Thing(**record)
            self.things.setdefault(thing.kind, {})[thing.id] = thing
        self.births = dict(world["births"])


def references(thing: Thing) -> Iterator[tuple[Refers, str]]:
    """Go through all that a thing's inputs refer to."""
    for refers in KINDS[thing.kind].refers:
        for value in _at(thing.inputs, refers.path.split(".")):
            yield refers, value


def resolve(world: World, thing: Thing) -> None:
    """Refuse references to what does not exist, is of another kind, or is out of reach; rely on the others."""
    thing.relies_on = []
    for refers, reference in references(thing):
        if reference.startswith("pl-") and _is_aws_list(world, reference):
            continue
        target = world.find(refers.kinds, reference)
        if target is None or not _in_reach(world, thing, target, refers.scope):
            raise AwsError((KINDS[refers.kinds[0]] if refers.kinds else Kind()).missing.format(id=reference))
        thing.rely_on(target)


def _is_aws_list(world: World, reference: str) -> bool:
    """Whether it is the prefix list of a gateway endpoint's service, which AWS has without any endpoint."""
    gateways = (thing for thing in world.of("ec2.VpcEndpoint") if thing["vpcEndpointType"] == "Gateway")
    return any(thing.outputs.get("prefixListId") == reference for thing in gateways)


def _in_reach(world: World, thing: Thing, target: Thing, scope: str) -> bool:
    same_region = target.region == thing.region or not (KINDS[thing.kind].regional and KINDS[target.kind].regional)
    if not same_region:
        return False
    if thing.account == target.account or scope == ANY:
        return True
    return scope == SHARED and rely_on_share(world, thing, target)


def rely_on_share(world: World, thing: Thing, target: Thing) -> bool:
    """Find the RAM share through which an account sees another's thing, and rely on its associations."""
    for offered in world.of("ram.ResourceAssociation"):
        if offered["resourceArn"] != target.outputs.get("arn"):
            continue
        for principal in world.of("ram.PrincipalAssociation"):
            if principal["resourceShareArn"] == offered["resourceShareArn"] and _covers(principal, thing.account):
                thing.rely_on(offered)
                thing.rely_on(principal)
                return True
    return False


def _covers(principal: Thing, account: str) -> bool:
    """Tell whether a principal is the account; the whole organisation counts, the stand-in knows only one."""
    return principal["principal"] == account or ":organizations::" in str(principal["principal"])


def _at(value: Any, path: list[str]) -> Iterator[str]:
    if not path:
        if value:
            yield value
        return
    name, is_list = path[0].removesuffix("[]"), path[0].endswith("[]")
    inner = value.get(name) if isinstance(value, dict) else None
    for item in (inner or []) if is_list else [inner]:
        yield from _at(item, path[1:])
