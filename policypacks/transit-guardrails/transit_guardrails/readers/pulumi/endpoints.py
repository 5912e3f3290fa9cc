"""VPC endpoints, and what is associated with them apart.

Defaults: AWS provider documentation, ``aws_vpc_endpoint`` (type ``Gateway``, full access, private DNS off, the VPC's default
security group where none is stated).
"""

from __future__ import annotations

from ...model.endpoints import Endpoint, EndpointKind
from ...model.network import Network
from ...model.vpcs import Id
from .fields import Fields
from .groups import group_of
from .index import dns_names
from .routes import table_of
from .tokens import DEFAULT_SECURITY_GROUP, ENDPOINT, ENDPOINT_SET, SECURITY_GROUP, SUBNET, TABLES, VPC

_KINDS: dict[str, EndpointKind] = {"Interface": "interface", "Gateway": "gateway"}


def endpoint(fields: Fields, network: Network) -> None:
    """A VPC endpoint."""
    vpc = fields.reference("vpcId", VPC)
    kind = _KINDS.get(fields.text("vpcEndpointType", "Gateway") or "", "other")
    service = fields.text("serviceName") if kind != "other" else fields.text("serviceName", "")
    if kind == "other":
        fields.doubt("vpcEndpointType", "what lies behind the endpoint is not modelled", *((vpc,) if vpc else ()))
    if fields.inputs.get("policy") not in (None, ""):
        document = fields.document("policy")
        if document is not None:
            fields.pieces.endpoint_policies[fields.id].append(document)
    configured = fields.inner_references("subnetConfigurations", "subnetId", SUBNET)
    subnets = {*fields.references("subnetIds", SUBNET), *configured}
    network.endpoints[fields.id] = Endpoint(
        id=fields.id,
        vpc=vpc,
        kind=kind,
        service=service or "",
        subnets=tuple(sorted(subnets)),
        groups=_groups(fields),
        tables=fields.references("routeTableIds", *TABLES),
        private_dns=fields.flag("privateDnsEnabled", False) is not False,
        endpoint_set=fields.parent(ENDPOINT_SET),
        dns_names=dns_names(fields.resource),
        ipv6=fields.inputs.get("ipAddressType") in ("dualstack", "ipv6"),
        tags=network.tags.get(fields.id, {}),
    )


def _groups(fields: Fields) -> tuple[Id, ...]:
    if not fields.has("securityGroupIds"):
        return ()
    found = fields.references("securityGroupIds", SECURITY_GROUP, DEFAULT_SECURITY_GROUP, VPC)
    groups = {fields.index.default_groups.get(each, each) for each in found}
    for each in sorted(groups):
        if fields.index.is_a(each, VPC):
            fields.doubt("securityGroupIds", "the VPC's default security group is not managed here", each)
    return tuple(sorted(each for each in groups if not fields.index.is_a(each, VPC)))


def policy(fields: Fields, _: Network) -> None:
    """The policy of an endpoint, apart. Not set, it is AWS's default: full access."""
    found = _endpoint(fields)
    if fields.inputs.get("policy") in (None, ""):
        return
    document = fields.document("policy", (found,) if found else ())
    if found and document is not None:
        fields.pieces.endpoint_policies[found].append(document)


def subnet_association(fields: Fields, _: Network) -> None:
    """The endpoint has an interface in the subnet."""
    found = _endpoint(fields)
    subnet = fields.reference("subnetId", SUBNET, touches=(found,) if found else ())
    if found and subnet:
        fields.pieces.endpoint_subnets[found].append(subnet)


def group_association(fields: Fields, _: Network) -> None:
    """The security group is on the endpoint's interfaces."""
    found = _endpoint(fields)
    touches = (found,) if found else ()
    group = group_of(fields, "securityGroupId", touches)
    if fields.flag("replaceDefaultAssociation", False, touches) and found:
        fields.pieces.replaced_groups.add(found)
    if found and group:
        fields.pieces.endpoint_groups[found].append(group)


def table_association(fields: Fields, _: Network) -> None:
    """The gateway endpoint puts its routes into the table."""
    found = _endpoint(fields)
    table = table_of(fields, "routeTableId", (found,) if found else ())
    if found and table:
        fields.pieces.endpoint_tables[found].append(table)


def _endpoint(fields: Fields) -> Id | None:
    return fields.reference("vpcEndpointId", ENDPOINT)
