"""Puts together what several resources say about one thing, once all are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...model.endpoints import Endpoint
from ...model.network import Doubt, Network
from ...model.vpcs import Id, Route, RouteTable, Target
from .index import Index
from .peerings import peer
from .pieces import Pieces
from .routes import MAIN, managed_list


def assemble(network: Network, index: Index, pieces: Pieces) -> None:
    """Complete the records. Two resources that say different things about one thing are a doubt about it."""
    _vpcs(network, pieces)
    _gateway_endpoints(network, pieces)
    _tables(network, pieces)
    _filters(network, pieces)
    _gateways(network, pieces)
    _attachments(network, index, pieces)
    peer(network, pieces)
    _endpoints(network, index, pieces)
    _buckets(network, pieces)


def _vpcs(network: Network, pieces: Pieces) -> None:
    for vpc, blocks in pieces.blocks.items():
        if vpc in network.vpcs:
            record = network.vpcs[vpc]
            network.vpcs[vpc] = replace(record, prefixes=(*record.prefixes, *sorted(blocks)))
    named: dict[Id, set[bool]] = {}
    for subnet in network.subnets.values():
        if subnet.vpc and subnet.zone:
            named.setdefault(subnet.vpc, set()).add("-az" in subnet.zone)
    for vpc, kinds in named.items():
        if len(kinds) > 1:
            _doubt(network, vpc, "availabilityZone", "some subnets state the zone's id, others its name")


def _gateway_endpoints(network: Network, pieces: Pieces) -> None:
    """The routes that AWS puts into the tables of a gateway endpoint (Amazon VPC PrivateLink guide, "Gateway endpoints")."""
    for urn, record in network.endpoints.items():
        for table in sorted({*record.tables, *pieces.endpoint_tables.get(urn, ())}) if record.kind == "gateway" else ():
            route = Route(urn, None, managed_list(network, urn), Target("gateway-endpoint", urn))
            pieces.routes[table].append(route)


def _tables(network: Network, pieces: Pieces) -> None:
    for vpc, tables in pieces.main_tables.items():
        if len(set(tables)) > 1:
            _doubt(network, vpc, "mainRouteTable", "several tables are said to be the main one")
        network.main_tables[vpc] = tables[-1]
    for table, routes in pieces.routes.items():
        if table.endswith(MAIN) and table not in network.route_tables:
            vpc = table.removesuffix(MAIN)
            network.route_tables[table] = RouteTable(table, vpc)
            if network.main_tables.setdefault(vpc, table) != table:
                _doubt(
                    network, vpc, "mainRouteTable", "a route goes to the table that AWS made, another is the main one"
                )
        if table in network.route_tables:
            network.route_tables[table] = replace(network.route_tables[table], routes=tuple(routes))
    _one_each(network, pieces.subnet_tables, network.subnet_tables, "routeTableAssociation")
    for subnet, table in network.subnet_tables.items():
        if table.endswith(MAIN):
            network.route_tables.setdefault(table, RouteTable(table, table.removesuffix(MAIN)))
            if subnet in network.subnets:
                network.main_tables.setdefault(table.removesuffix(MAIN), table)


def _one_each(network: Network, said: Mapping[Id, list[Id]], into: dict[Id, Id], key: str) -> None:
    """Each subnet has one of the things that are said of it; the first where that is a doubt."""
    for subnet, found in said.items():
        into[subnet] = found[0]
        if len(set(found)) > 1:
            _doubt(network, subnet, key, "several resources associate the subnet, with different things")


def _filters(network: Network, pieces: Pieces) -> None:
    for acl, entries in pieces.acl_entries.items():
        ordered = sorted(entries, key=lambda entry: (entry.egress, entry.number))
        places = [(entry.egress, entry.number) for entry in ordered]
        if len(set(places)) < len(places):
            _doubt(network, acl, "ruleNumber", "two rules have the same number")
        if acl in network.network_acls:
            network.network_acls[acl] = replace(network.network_acls[acl], entries=tuple(ordered))
    _one_each(network, pieces.subnet_acls, network.subnet_acls, "networkAclAssociation")
    for group, rules in pieces.group_rules.items():
        if rules and group in network.security_groups:
            network.security_groups[group] = replace(network.security_groups[group], rules=tuple(rules))
    for name, blocks in pieces.list_entries.items():
        if name in network.prefix_lists:
            network.prefix_lists[name] = replace(network.prefix_lists[name], prefixes=tuple(sorted(set(blocks))))


def _gateways(network: Network, pieces: Pieces) -> None:
    for urn, record in network.gateways.items():
        found = {each for each in (record.vpc, *pieces.gateway_vpcs.get(urn, ())) if each}
        if record.subnet in network.subnets:
            subnet_vpc = network.subnets[record.subnet].vpc
            found |= {subnet_vpc} if subnet_vpc else set()
        if len(found) > 1:
            _doubt(network, urn, "vpcId", "several resources attach the gateway, to different VPCs", *sorted(found))
        if found:
            network.gateways[urn] = replace(record, vpc=min(found))
    for urn, routes in pieces.vpn_routes.items():
        if urn in network.vpns:
            network.vpns[urn] = replace(network.vpns[urn], static=tuple(sorted(set(routes))))


def _attachments(network: Network, index: Index, pieces: Pieces) -> None:
    for urn, attachment in network.attachments.items():
        if attachment.kind != "vpc":
            continue
        said = pieces.accepters.get(urn, [])
        accepted = bool(said) or _accepted(network, index, urn, attachment.gateway)
        association, propagation = attachment.default_association, attachment.default_propagation
        if said:
            # With a gateway of another account the accepter's settings hold, and on is their default (provider docs).
            association, propagation = said[0][0] is not False, said[0][1] is not False
        network.attachments[urn] = replace(
            attachment, accepted=accepted, default_association=association, default_propagation=propagation
        )
    for gateway, tables in pieces.association_tables.items():
        if gateway in network.transit_gateways:
            record = replace(network.transit_gateways[gateway], default_association_table=tables[-1])
            network.transit_gateways[gateway] = record
            if len(set(tables)) > 1:
                _doubt(network, gateway, "defaultAssociationRouteTable", "several tables are said to be it")
    for gateway, tables in pieces.propagation_tables.items():
        if gateway in network.transit_gateways:
            record = replace(network.transit_gateways[gateway], default_propagation_table=tables[-1])
            network.transit_gateways[gateway] = record
            if len(set(tables)) > 1:
                _doubt(network, gateway, "defaultPropagationRouteTable", "several tables are said to be it")


def _accepted(network: Network, index: Index, attachment: Id, gateway: Id | None) -> bool:
    """Whether nobody needs to accept: one account, or a gateway that accepts by itself. A doubt where that is not known."""
    if gateway is None or gateway not in network.transit_gateways:
        return True
    mine, other = index.resources[attachment].provider, index.resources[gateway].provider
    if mine == other or network.transit_gateways[gateway].auto_accept:
        return True
    accounts = index.place(mine)[0], index.place(other)[0]
    if None in accounts:
        _doubt(network, attachment, "provider", "whether the gateway is of another account is not known")
        return True
    return accounts[0] == accounts[1]


def _endpoints(network: Network, index: Index, pieces: Pieces) -> None:
    for urn, record in network.endpoints.items():
        policies = pieces.endpoint_policies.get(urn, [])
        if len(set(policies)) > 1:
            _doubt(network, urn, "policy", "several resources state the endpoint's policy")
        tables = {*record.tables, *pieces.endpoint_tables.get(urn, ())}
        subnets = {*record.subnets, *pieces.endpoint_subnets.get(urn, ())}
        if record.kind == "interface" and not subnets:
            _doubt(network, urn, "subnetIds", "the endpoint is in no subnet")
        network.endpoints[urn] = replace(
            record,
            policy=policies[-1] if policies else None,
            subnets=tuple(sorted(subnets)),
            groups=_endpoint_groups(network, index, pieces, record),
            tables=tuple(sorted(tables)),
        )


def _endpoint_groups(network: Network, index: Index, pieces: Pieces, record: Endpoint) -> tuple[Id, ...]:
    """The stated groups; where none is, the VPC's default one, unless an association replaces it."""
    added = set(pieces.endpoint_groups.get(record.id, ()))
    if record.kind != "interface" or record.groups or record.id in pieces.replaced_groups:
        return tuple(sorted({*record.groups, *added}))
    default = index.default_groups.get(record.vpc) if record.vpc else None
    if default is None:
        _doubt(network, record.id, "securityGroupIds", "the VPC's default security group is not managed here")
        return tuple(sorted(added))
    return tuple(sorted({default, *added}))


def _buckets(network: Network, pieces: Pieces) -> None:
    for urn, record in network.buckets.items():
        policies = tuple(dict.fromkeys(pieces.bucket_policies.get(urn, ())))
        if len(policies) > 1:
            _doubt(network, urn, "policy", "several resources state the bucket's policy")
        network.buckets[urn] = replace(
            record,
            policies=policies,
            blocked=frozenset(pieces.bucket_blocks.get(urn, ())),
            block=pieces.bucket_block.get(urn),
            versioned=urn in pieces.bucket_versioned,
            encryption=pieces.bucket_keys.get(urn, (None, None))[0],
            key=pieces.bucket_keys.get(urn, (None, None))[1],
        )
    for urn, role in network.roles.items():
        if more := pieces.role_attachments.get(urn):
            network.roles[urn] = replace(role, attached=tuple(sorted({*role.attached, *more})))
    for urn, names in pieces.key_aliases.items():
        if urn in network.keys:
            network.keys[urn] = replace(network.keys[urn], aliases=tuple(sorted(names)))


def _doubt(network: Network, thing: Id, key: str, why: str, *touches: Id) -> None:
    network.doubts.append(Doubt(thing, key, why, tuple(dict.fromkeys((thing, *touches)))))
