"""The rules about links to networks outside, partners among them, and about peerings of gateways, in the order in which they are explained."""

from __future__ import annotations

from . import learned, link_ends, links, partners, regions
from .frameworks import BOUNDARY, FLOW, LEAST, LENS
from .rule import Rule

LINK_RULES: tuple[Rule, ...] = (
    Rule(
        "links-lead-to-grants",
        "critical",
        "The tables of links lead to endpoint sets that grant the networks behind them something, and to their resolvers, no further.",
        "Make the route the block of the endpoint set or resolver, or remove it.",
        (LENS, FLOW, LEAST),
        links.links_lead_to_grants,
    ),
    Rule(
        "peerings-lead-to-grants",
        "critical",
        "Routes over a peering lead to endpoint sets that grant somebody beyond it something, and back to whom they grant it.",
        "Make the route the block of the granted endpoint set or of the consumer, or remove it.",
        (LENS, FLOW, LEAST),
        regions.peerings_lead_to_grants,
    ),
    Rule(
        "advertised-prefixes-minimal",
        "high",
        "Direct Connect advertises the prefixes that were granted to the networks behind it, and a VPN or Connect beside it the same.",
        "State exactly the blocks of the granted endpoint sets and resolvers; the VPN's table holds the same blocks.",
        (FLOW, BOUNDARY, "NIST 800-53 CP-8"),
        links.advertised_prefixes_minimal,
    ),
    Rule(
        "learned-prefixes-apart",
        "critical",
        "What is behind a link shares no address with a VPC or another network; no static route, and no Direct Connect under a VPN or Connect, takes its place.",
        "Give one of the two other addresses; remove the static route, or make it shorter than what is learned; name a network behind a VPN or Connect, or behind the Direct Connect under it, not both.",
        (FLOW, BOUNDARY),
        links.learned_prefixes_apart,
    ),
    Rule(
        "learned-routes-outside",
        "critical",
        "No link's other side announces a part of the network's own addresses, which would take answers.",
        "Have the router's owners withdraw the route, and filter it there; until then remove the link's propagation.",
        (FLOW, "NIST 800-53 SI-4"),
        learned.learned_routes_outside,
    ),
    Rule(
        "learned-routes-stated",
        "critical",
        "Each link announced on the live network the prefixes that are stated behind it: all of them, and nothing else.",
        "Have the router's owners withdraw the route, or announce what is missing; or state in the spec what they announce.",
        (FLOW, BOUNDARY, "NIST 800-53 SI-4"),
        learned.learned_routes_stated,
    ),
    Rule(
        "partners-never-propagate",
        "critical",
        "A partner's link propagates into no table: static routes lead to its stated prefixes, whatever it announces.",
        "Remove the propagation; state the partner's prefixes in the spec.",
        (FLOW, BOUNDARY),
        partners.partners_never_propagate,
    ),
    Rule(
        "partners-apart",
        "critical",
        "Each partner has a link and a table of its own: no way between a partner and on-premises, a spoke or another partner.",
        "Give the partner's VPN its own table, which leads to its endpoint set and resolver alone; remove what else leads there.",
        (LENS, FLOW, BOUNDARY),
        partners.partners_apart,
    ),
    Rule(
        "links-redundant",
        "medium",
        "Every network outside comes by two links, or by Direct Connect at two locations (by Connect over it to two appliances); a partner by the two tunnels of its VPN.",
        "Add a virtual interface at another location, a Connect peer at another appliance, or a VPN; or have the configuration's owners accept a single link.",
        ("NIST 800-53 CP-8(2)", "NIST 800-53 SC-5"),
        link_ends.links_redundant,
    ),
    Rule(
        "bgp-numbers-distinct",
        "high",
        "Gateways and the routers beside them have BGP numbers of their own.",
        "Give each of the two another private number.",
        ("NIST 800-53 CM-6",),
        link_ends.bgp_numbers_distinct,
    ),
    Rule(
        "vpn-tunnels-modern",
        "high",
        "Tunnels agree on IKEv2 with authenticated encryption, SHA-2 and elliptic curves, on nothing older.",
        "State the algorithms of both tunnels and both phases.",
        ("NIST 800-53 SC-8(1)", "NIST 800-53 SC-13"),
        link_ends.vpn_tunnels_modern,
    ),
)
