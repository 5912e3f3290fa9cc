"""The network spec as closed, frozen types: what one stack describes.

Only the shape of each part is judged here. What one part says of another (a grant that names an unknown
consumer, blocks that overlap) is judged in ``checks`` and in the planners.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .connects import Connect
from .links import DirectConnect, OnPremises, Outside, Partner, Vpn
from .part import Part
from .spokes import Spoke
from .training import CustomModel, Training
from .types import (
    AccountId,
    Asn,
    Cidr,
    Consumer,
    Date,
    DnsName,
    Key,
    OrganizationId,
    RoleName,
    SegmentKey,
    TagText,
    TopicArn,
    ZoneId,
)

ZoneLetter = Literal["a", "b", "c", "d"]
REQUIRED_TAGS = ("owner", "cost-center", "data-classification")


class Account(Part):
    """One AWS account that the network touches."""

    id: AccountId
    """12 digits, in quotes."""
    role: RoleName | None = None
    """The IAM role to assume in this account. Left out: the credentials that Pulumi runs with."""
    block_public_access: Literal["off", "block-ingress", "block-bidirectional"] = "off"
    """VPC Block Public Access for this account in every Region it has a VPC in. A singleton per account and
    Region: only one stack may own it. It stays behind when the stack is destroyed."""


class Hub(Part):
    """The central endpoint VPC of a Region."""

    cidr: Cidr
    """The hub VPC's block, /16 to /20. The first /24 holds its attachment subnets, each further /24 one endpoint set."""
    services: Annotated[list[str], Field(min_length=1)]
    """Endpoint services of the catalogue, such as bedrock-runtime. Every segment gets an endpoint for each."""
    service_zones: dict[str, list[ZoneLetter]] = {}
    """Zones in which a service is offered, where AWS does not offer it in all of the Region's zones."""

    @model_validator(mode="after")
    def _large_enough(self) -> Hub:
        if not 16 <= self.cidr.prefixlen <= 20:
            raise ValueError("cidr must be a /16 to /20: sixteen /24 blocks or more")
        return self


class Region(Part):
    """One AWS Region of the network, with its hub."""

    supernet: Cidr
    """All addresses of this Region come from this block."""
    amazon_side_asn: Asn
    """The transit gateway's private BGP number: 64512-65534 or 4200000000-4294967294, another one in each Region."""
    zones: Annotated[dict[ZoneLetter, ZoneId], Field(min_length=2)]
    """Availability zones: a letter that fixes the zone's place in every address block, and the zone's id."""
    hub: Hub
    """The Region's hub: its block and its endpoint services."""
    views: Cidr
    """Block for the DNS views' own small VPCs, a /25 for each segment."""
    transit_gateway_cidr: Cidr | None = None
    """The transit gateway's own block, /24 or larger, outside of every supernet: AWS takes the addresses of its ends of VPNs over
    Direct Connect from it. Needed where such a VPN ends."""
    alarm_topic: TopicArn | None = None
    """Amazon SNS topic of this Region that the alarms of links notify. Left out: the alarms stand without a receiver."""

    @model_validator(mode="after")
    def _large_enough(self) -> Region:
        if self.transit_gateway_cidr is not None and self.transit_gateway_cidr.prefixlen > 24:
            raise ValueError("transit_gateway_cidr must be a /24 or larger")
        return self


class Dns(Part):
    """How a segment's names are handed to its VPCs, and which names they may ask for."""

    distribution: Literal["profile", "zone-associations"] = "profile"
    """A Route 53 Profile, or (small networks in one account) an association of each zone with each VPC."""
    allowed_names: list[DnsName] = []
    """Names that pass the segment's DNS Firewall beside those of the endpoint catalogue."""


class Segment(Part):
    """A trust zone: own transit gateway table, own endpoint set, own DNS view."""

    number: Annotated[int, Field(ge=1, le=255, strict=True)] | None = None
    """The segment's slot in the hub, in the views' block and in each supernet. Left out: derived from its name."""
    blocks: dict[str, Annotated[list[Cidr], Field(min_length=1)]] = {}
    """Per Region: the blocks of the segment's spokes. Left out: the segment's sixteenth of the supernet."""
    pools: dict[str, dict[str, Cidr]] = {}
    """Per Region: a block for each grant class (its grants' names joined by '+', or 'ungranted'), from which the
    applications of that class draw. For networks beyond the quota of one prefix-list entry per application."""
    dns: Dns = Dns()
    """How the segment's names are handed out."""


class Grant(Part):
    """Intent: these consumers may call this service of their own segment's endpoint set, for these models."""

    consumers: Annotated[list[Consumer], Field(min_length=1)]
    """Who may call, all of one segment: <spoke>/<application>, or the name of an on-premises network or of a partner."""
    service: str
    """The endpoint service that they may call; the hub of their Region must have it."""
    models: list[str] = []
    """Foundation-model ids, inference-profile ids, or ARNs of provisioned models, custom-model deployments,
    application inference profiles, imported models and prompt routers."""
    objects: list[str] = []
    """ARNs of agents' aliases, knowledge bases, flows, guardrails and the like, granted as such."""
    uses: list[str] = []
    """Models that the objects use, declared for the record: no policy can hold an agent or a flow to them."""
    actions: list[str] = []
    """Actions granted by name, beside those that the models and objects bring."""
    failover: list[str] = []
    """Other Regions whose endpoints of the same segment the consumers may call too, under those Regions' own host names.
    For applications only; no Region of theirs."""

    @model_validator(mode="after")
    def _grants_something(self) -> Grant:
        if not (self.models or self.objects or self.actions):
            raise ValueError("grants nothing: state models, objects or actions")
        return self


class InferenceProfile(Part):
    """Where an inference profile routes to, and which model answers."""

    regions: Annotated[list[str], Field(min_length=1)]
    """Every Region that the profile routes to (Amazon Bedrock user guide, "Supported Regions and models for inference profiles")."""
    model: str | None = None
    """The foundation model behind an application inference profile. A cross-Region profile's id tells it already."""


class DeclaredException(Part):
    """Something that the rules would refuse, allowed for a reason and until a date."""

    kind: Literal[
        "internet-gateway", "nat-gateway", "egress-only-gateway", "vpc-peering", "endpoint-without-policy", "waiver"
    ]
    """What is allowed."""
    scope: str
    """What it is for: a spoke, a service, or a resource's name."""
    reason: Annotated[str, Field(min_length=10)]
    """Why, for whoever reviews it."""
    expires: Date
    """The last day on which it holds."""


class Network(Part):
    """All that one stack describes."""

    name: Key
    """The network's name, on every resource as the tag network."""
    organization_id: OrganizationId
    """The AWS organization whose principals alone may call."""
    network_account: Key
    """The account that owns the transit gateways, hubs and DNS views."""
    accounts: Annotated[dict[Key, Account], Field(min_length=1)]
    """The accounts that the network touches, by names of your own."""
    regions: Annotated[dict[str, Region], Field(min_length=1)]
    """The Regions, each with a transit gateway and a hub."""
    segments: Annotated[dict[SegmentKey, Segment], Field(min_length=1)]
    """The trust zones, such as prod and nonprod."""
    spokes: dict[Key, Spoke] = {}
    """The VPCs, by name."""
    on_premises: dict[Key, OnPremises] = {}
    """The networks of your own outside of AWS, by name; no spoke has the same one."""
    partners: dict[Key, Partner] = {}
    """The networks in other clouds and of other companies, by name; no spoke and no on-premises network has the same one."""
    direct_connect: dict[Key, DirectConnect] = {}
    """The Direct Connect gateways, by name."""
    vpns: dict[Key, Vpn] = {}
    """The Site-to-Site VPN connections, by name."""
    connects: dict[Key, Connect] = {}
    """The Connect attachments over Direct Connect, by name."""
    inference_profiles: dict[str, InferenceProfile] = {}
    """Each inference profile that is granted: the id of a cross-Region one, the ARN of an application's one."""
    custom_models: dict[str, CustomModel] = {}
    """Each custom model that is granted, by the ARN that grants name: of a provisioned model, a deployment, a custom or an imported
    model."""
    grants: dict[Key, Grant] = {}
    """Who may call what. Nothing else is allowed."""
    tags: dict[Key, TagText]
    """On every resource. owner, cost-center and data-classification are required."""
    exceptions: dict[Key, DeclaredException] = {}
    """What the rules would refuse and is allowed for a time."""
    quotas: dict[str, Annotated[int, Field(ge=1, strict=True)]] = {}
    """Service quotas that AWS has raised for this organization, by their key in the catalogue."""

    @property
    def outside(self) -> dict[str, Outside]:
        """All networks outside of AWS, by name: on-premises ones and partners."""
        return {**self.on_premises, **self.partners}

    def carried(self, gateway: str) -> list[Vpn | Connect]:
        """The VPNs and Connect attachments that run over a Direct Connect gateway."""
        links: list[Vpn | Connect] = [*self.vpns.values(), *self.connects.values()]
        return [link for link in links if link.over == gateway]

    def led_to(self, gateway: str) -> set[str]:
        """The Regions of the networks behind a Direct Connect gateway, in the clear or by a VPN or Connect over it."""
        names = [n for link in (self.direct_connect[gateway], *self.carried(gateway)) for n in link.behind]
        return {self.outside[name].region for name in names if name in self.outside}

    def caller(self, consumer: str) -> Spoke | Outside | None:
        """Where a consumer calls from: a spoke, or the network outside itself. Nothing where neither exists."""
        spoke, slash, _ = consumer.partition("/")
        return self.spokes.get(spoke) if slash else self.outside.get(consumer)

    def enters(self, account: str) -> bool:
        """Whether this stack builds something in an account, so that it needs a way in."""
        spokes = [spoke for spoke in self.spokes.values() if spoke.account == account]
        if account == self.network_account or any(spoke.own_stack is None for spoke in spokes):
            return True
        stated = self.accounts.get(account)
        blocks = stated is not None and stated.block_public_access != "off" and bool(spokes)
        return blocks or any(gateway.account == account for gateway in self.direct_connect.values())

    @property
    def trainings(self) -> dict[str, Training]:
        """The training networks, by ``<spoke>/<application>``, sorted."""
        return {
            f"{key}/{name}": application.training
            for key, spoke in sorted(self.spokes.items())
            for name, application in sorted(spoke.applications.items())
            if application.training is not None
        }

    def model_segment(self, model: CustomModel) -> str | None:
        """The segment that a custom model belongs to. Nothing where the spoke that trained it does not exist."""
        origin = self.caller(model.trained_in) if model.trained_in is not None else None
        return origin.segment if origin is not None else model.segment

    @property
    def uploading(self) -> dict[str, list[str]]:
        """The networks that uploaders are bound to, with the training networks that they upload to, both sorted."""
        pairs = {(u.network, key) for key, t in self.trainings.items() for u in t.uploaders.values() if u.network}
        return {name: [key for other, key in sorted(pairs) if other == name] for name, _ in sorted(pairs)}

    def training_name(self, consumer: str) -> str:
        """Prefix of the names of a training network's buckets, key and roles."""
        spoke, application = consumer.split("/")
        stated = self.spokes[spoke].applications[application].training
        return (stated and stated.name) or f"{self.name}-{spoke}-{application}"

    def regions_of(self, grant: Grant) -> set[str]:
        """The Regions of a grant's consumers, those of callers that do not exist left out."""
        callers = [self.caller(consumer) for consumer in grant.consumers]
        return {caller.region for caller in callers if caller is not None}
