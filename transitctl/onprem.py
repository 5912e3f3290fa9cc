"""What the other side of each link must configure: worked out from the plan, before anything exists.

Sources: AWS Direct Connect user guide, "BGP-specific settings" (BFD, timers), "MTUs for private virtual interfaces or transit virtual
interfaces"; AWS Site-to-Site VPN user guide, "Best practices for an AWS Site-to-Site VPN customer gateway device" (MTU and MSS); AWS
PrivateLink guide and Amazon VPC Transit Gateways guide (connections that are idle for 350 s end; "Connect attachments and Connect peers"); Amazon Route 53 developer guide,
"Forwarding outbound DNS queries to your network" (any target is asked), "Rule settings in DNS Firewall" (redirection chains); Amazon S3
user guide, "AWS PrivateLink for Amazon S3" (an endpoint's own names, in public DNS), AWS SDK for Python guide, "AWS PrivateLink for Amazon S3".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedrock_transit.catalogue import regions, services
from bedrock_transit.link_plans import ConnectPlan, DirectConnectGatewayPlan, VpnPlan
from bedrock_transit.planners import NetworkPlan, RegionPlan

S3 = "s3"

Note = dict[str, Any]
"""What one network is told; keys as docs/transitctl.md lists them."""

INTERFACE_ADVICE = (
    "BFD: AWS's end has it on, 300 ms and a multiplier of 3; switch it on at yours. No graceful restart beside it.",
    "MTU 8500 only where every device on the way takes it.",
)
TUNNEL_ADVICE = (
    "Your device starts both tunnels, and needs both: AWS replaces one at a time. IKEv2, AES256-GCM-16, SHA2-384 or SHA2-512, groups 20 or 21.",
    "MTU 1446 and TCP MSS 1406 inside a tunnel (1438 and 1398 behind a NAT device).",
    "Outside addresses and BGP addresses of the tunnels are exported after the first update; the pre-shared keys are in Secrets Manager.",
)
PEER_ADVICE = (
    "A GRE tunnel from each appliance to AWS's outer address of it, which is exported after the first update. GRE encrypts nothing.",
    "Two BGP sessions in each tunnel, eBGP with multihop 2: the appliance has the first address of the block, AWS the next two. AWS "
    "replaces one end at a time: keep both sessions up.",
    "Announce the same prefixes with the same AS path from every appliance that shall carry them at once. Prefer Direct Connect in the "
    "clear, where a network has that elsewhere, to Connect, and Connect to VPN.",
    "MTU inside a tunnel: 24 bytes less than on the way, which GRE takes (RFC 2784, over IPv4).",
)
NETWORK_ADVICE = (
    "Announce these prefixes and nothing else: the proof takes that for granted. No more specific ones over one link than over another.",
    "Accept what AWS advertises and nothing else. Where there are several links, your router decides which of them it prefers: "
    "prefer Direct Connect to VPN, by local preference, for what you send and what you announce alike.",
    "Connections that are idle for 350 s end without a word: keep TCP alive more often, and stream long answers.",
)
CARRIED_ADVICE = (
    "AWS takes the outside addresses of its ends from the block above, which Direct Connect alone advertises: route to it there, never "
    "through the tunnels.",
    "Announce your device's address over Direct Connect.",
)
CLEAR_ADVICE = "Direct Connect under these tunnels carries nothing in the clear: what you announce or send there beside the tunnels is dropped."
ANSWER_ADVICE = (
    "Every server answers for every name at and below its domain: AWS picks one of them at random. None forwards these names back to AWS.",
    "A name that leads (CNAME) out of these domains is blocked by the DNS Firewall where it leaves them.",
)
UPLOAD_ADVICE = (
    "State the URL wherever a client takes one (--endpoint-url of the AWS CLI, endpoint_url of the SDKs). The name of the endpoint is exported after "
    "the first update: endpoint_own_names of your segment. Public DNS answers it with addresses of the block that you accept from AWS.",
    "Do not forward Amazon S3's own names: they lead to public addresses, and from there the buckets are closed to you.",
)
PARTNER_ADVICE = (
    "Announce these prefixes on both tunnels: that keeps the tunnels' choice and your health checks right. AWS's side learns nothing of "
    "it: static routes lead to these prefixes, whatever else you announce is ignored, and nothing else of yours is reached.",
    "Accept these blocks and nothing else. No other network outside, and no spoke, can be reached over this link.",
    "Both tunnels carry this link alone, there is no second VPN: keep both up, and let your gateway take over by itself.",
    "No NAT on the way: endpoints admit your own addresses alone.",
    "Connections that are idle for 350 s end without a word: keep TCP alive more often, and stream long answers.",
)
CLOUD_ADVICE = {
    "azure": (
        "Azure: a route-based VPN gateway with BGP; a local network gateway for each tunnel. Its BGP addresses are 169.254.21.0 to 169.254.22.255 alone.",
        "Azure DNS Private Resolver: a forwarding rule for each name. Its outbound endpoint asks from the addresses of its own subnet: "
        "the servers below must be all of them, or forwarders of your own.",
    ),
    "gcp": (
        "Google Cloud: an HA VPN gateway's interface 0 with both tunnels, a Cloud Router with a BGP session for each.",
        "Cloud DNS forwarding zones ask from 35.199.192.0/19, which is not routed to you: let them ask forwarders in your own network, "
        "and those ask AWS's resolver.",
    ),
    "other": (),
}
"""What a partner's cloud wants to be told apart. Sources: docs/partners.md."""


def notes(network: NetworkPlan) -> dict[str, Note]:
    """A note for each network outside, by name."""
    found: dict[str, Note] = {}
    for region, plan in network.regions.items():
        for name in _names(plan):
            found[name] = _note(network, region, plan, name)
    return dict(sorted(found.items()))


def _names(plan: RegionPlan) -> set[str]:
    links = [*plan.associations.values(), *plan.vpns.values(), *plan.connects.values()]
    return {name for link in links for name in link["networks"]}


def _note(network: NetworkPlan, region: str, plan: RegionPlan, name: str) -> Note:
    associations = {key: each for key, each in plan.associations.items() if name in each["networks"]}
    vpns = {key: each for key, each in plan.vpns.items() if name in each["networks"]}
    connects = {key: each for key, each in plan.connects.items() if name in each["networks"]}
    stated = [each["networks"] for each in (*associations.values(), *vpns.values(), *connects.values())]
    cloud = next((each["cloud"] for each in vpns.values() if each["partner"] == name), "")
    carriers = {each["over"] for each in vpns.values() if "over" in each} | {each["over"] for each in connects.values()}
    under = {key: plan.associations[key] for key in sorted(carriers)}
    own_blocks = plan.transit.get("cidr_blocks", [])
    clear = [] if all(each["networks"] for each in under.values()) else [CLEAR_ADVICE]
    return {
        "region": region,
        "partner": bool(cloud),
        "announce": stated[0][name],
        "accept": _accepted(plan, name),
        "amazon_side_asn": plan.transit["amazon_side_asn"],
        "direct_connect": {key: _gateway(network.gateways[key]) for key in sorted({*associations, *under})},
        "vpns": {key: _vpn(each, own_blocks) for key, each in vpns.items()},
        "connects": {key: _connect(each, own_blocks) for key, each in connects.items()},
        **_dns(plan, name),
        "answer": _asked(plan, name),
        "services": _services(plan, name),
        "uploads": _uploads(plan, name),
        "advice": [*PARTNER_ADVICE, *CLOUD_ADVICE[cloud]] if cloud else [*NETWORK_ADVICE, *clear],
    }


def _accepted(plan: RegionPlan, name: str) -> list[str]:
    """What the network needs routes to: the blocks of sets that grant it something, and its resolver's."""
    sets = [s["block"] for s in plan.endpoint_sets.values() if any(name in grant["networks"] for grant in s["grants"])]
    return sorted([*sets, *(r["block"] for r in plan.resolvers.values() if name in r["clients"])])


def _gateway(plan: DirectConnectGatewayPlan) -> Note:
    kept = (
        "location",
        "connection",
        "hosted",
        "vlan",
        "customer_asn",
        "mtu",
        "macsec",
        "amazon_address",
        "customer_address",
    )
    interfaces = {each["key"]: {key: each[key] for key in kept} for each in plan["interfaces"]}  # type: ignore[literal-required]
    return {"asn": plan["asn"], "interfaces": interfaces, "advice": list(INTERFACE_ADVICE)}


def _vpn(plan: VpnPlan, own_blocks: list[str]) -> Note:
    over = plan.get("over", "")
    return {
        "customer_address": plan["address"],
        "customer_asn": plan["customer_asn"],
        "acceleration": plan["acceleration"],
        "inside_cidrs": plan["inside_cidrs"],
        "over": over,
        "outside_cidrs": list(own_blocks) if over else [],
        "advice": [*TUNNEL_ADVICE, *(CARRIED_ADVICE if over else ())],
    }


def _connect(plan: ConnectPlan, own_blocks: list[str]) -> Note:
    return {
        "over": plan["over"],
        "outside_cidrs": list(own_blocks),
        "peers": {
            key: {
                "customer_address": peer["address"],
                "customer_asn": peer["asn"],
                "inside_cidr": peer["inside_cidr"],
            }
            for key, peer in plan["peers"].items()
        },
        "advice": [*PEER_ADVICE, *CARRIED_ADVICE],
    }


def _dns(plan: RegionPlan, name: str) -> Note:
    """Which names to forward, from which servers, to which addresses."""
    for segment, resolver in plan.resolvers.items():
        if name in resolver["clients"]:
            zones = plan.views[segment]["zones"]
            return {
                "segment": segment,
                "forward": {
                    "names": sorted(zone["host"] for zone in zones),
                    "from": [block.removesuffix("/32") for block in resolver["clients"][name]],
                    "to": list(resolver["addresses"].values()),
                },
            }
    return {}


def _asked(plan: RegionPlan, name: str) -> Note:
    """Which of the network's domains AWS asks for, from which addresses; nothing where it asks for none."""
    found: Note = {}
    for forwarder in plan.forwarders.values():
        domains = {key: each["servers"] for key, each in forwarder["domains"].items() if each["network"] == name}
        if domains:
            servers = {key: [block.removesuffix("/32") for block in blocks] for key, blocks in domains.items()}
            found = {"domains": servers, "from": list(forwarder["addresses"].values()), "advice": list(ANSWER_ADVICE)}
    return found


def _services(plan: RegionPlan, name: str) -> Mapping[str, list[str]]:
    """The services that the network may call, with their host names."""
    granted = {g["service"] for s in plan.endpoint_sets.values() for g in s["grants"] if name in g["networks"]}
    return {key: _hosts(key, plan.transit["region"]) for key in sorted(granted)}


def _hosts(service: str, region: str) -> list[str]:
    """The names to call: those of Amazon S3's endpoint are known once it exists."""
    known = services()[service]
    if known.own_names:
        return [f"bucket.vpce-\N{HORIZONTAL ELLIPSIS}.{service}.{region}.vpce.{regions()[region].dns_suffix}"]
    return sorted(known.hosts(region))


def _uploads(plan: RegionPlan, name: str) -> Note:
    """Where the network uploads training data, and as whom; nothing where it may not call Amazon S3."""
    if S3 not in (granted := _services(plan, name)):
        return {}
    buckets: dict[str, list[str]] = {}
    for training in (found["network"] for trainings in plan.trainings.values() for found in trainings.values()):
        if name in (networks := training.get("uploading_networks", {})):
            roles = {training["uploaders"][key] for key in networks[name]["uploaders"]}
            buckets[training["buckets"]["data"]] = sorted(roles)
    return {"url": f"https://{granted[S3][0]}", "buckets": buckets, "advice": list(UPLOAD_ADVICE)}
