"""What is told of a data centre behind links, and networks with one more behind them. ``hybrid`` is where they start."""

from __future__ import annotations

from unit.guardrails.hybrid import DC, hybrid
from unit.guardrails.networks import HTTPS, REPLIES, Build, allow, change, labels
from unit.guardrails.questions.test_exactness import around, deviations

from transit_guardrails.model.links import Link
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix

Told = set[tuple[str, str, str]]
PROD, BOTH = "prod-runtime", ("dx", "vpn")
OWN, HALF, OTHER_HALF = "10.1.1.0/24", "172.16.0.0/17", "172.16.128.0/17"
BRANCH = prefix("172.17.0.0/16")
SERVERS = "172.16.0.53, 172.16.1.53"


def lost(*links: str, who: str = str(DC), kind: str = "missing", thing: str = PROD) -> Told:
    """Connections to the endpoint that do not work, in both of its subnets."""
    message = "dc ({}) does not reach bedrock-runtime in prod-door-{} by {}"
    return {(kind, thing, message.format(who, n, link)) for n in (1, 2) for link in links}


def unanswered(*links: str, who: str = SERVERS, kind: str = "missing", thing: str = "inbound") -> Told:
    """Queries that do not work, in both subnets of the Resolver endpoint."""
    message = "dc ({}) does not reach the Resolver endpoint in resolver-{} by {}"
    return {(kind, thing, message.format(who, n, link)) for n in (1, 2) for link in links}


def last(network: Network) -> set[tuple[str, str]]:
    """The last hop of each witness, and what became of the packets."""
    return {(d.witness[-2], d.witness[-1]) for d in deviations(network)}


def with_branch(*links: str) -> Network:
    """One more network, ``branch`` (172.17.0.0/16), behind some links, that is granted nothing and let in nowhere."""
    network = hybrid()
    for link in links:
        networks = {**network.links[f"{link}-link"].networks, "branch": (BRANCH,)}
        change(network.links, f"{link}-link", networks=networks)
    return network


def admit(network: Network) -> Build:
    """Let ``branch`` into prod's endpoint set by everything but a grant."""
    build = around(network).prefix_list("prod-class", OWN, str(DC), str(BRANCH), most=5)
    build.route("prod-doors-table", str(BRANCH), "transit-gateway", "tgw")
    entries = (
        allow(300, str(BRANCH), services=HTTPS),
        allow(300, str(BRANCH), egress=True, services=REPLIES),
    )
    change(network.network_acls, "prod-acl", entries=(*network.network_acls["prod-acl"].entries, *entries))
    return build


def far(network: Network, name: str, *blocks: str) -> Build:
    """A VPN ``far`` on the same gateway, with one network behind it, from which the hub learns."""
    build = around(network).outside("far", "vpn", "far")
    change(network.attachments, "far", link="far-link")
    network.links["far-link"] = Link("far-link", {name: tuple(map(prefix, blocks))})
    build.transit_table("far-table", "far", **labels("shared", "shared", link="vpn"))
    return build.transit_table("hub-table", learns=["far"], **labels("shared", "shared"))
