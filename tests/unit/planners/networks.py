"""Random networks: valid for the most part, so that a property is tried on plans and not on refusals."""

from __future__ import annotations

import copy
from ipaddress import IPv4Network
from typing import Any

from hypothesis import strategies as st
from specs import HAIKU, NOVA, TITAN, Body, company, two_regions

from bedrock_transit.planners import NetworkPlan

MODELS = (HAIKU, NOVA, TITAN)
NAMES = [f"{word}{n}" for word in ("app", "bot", "etl", "ml") for n in range(8)]


@st.composite
def networks(draw: st.DrawFn) -> Body:
    """One or two Regions, one to three segments, up to six spokes with up to three applications each, up to five grants.

    Places are stated or derived from names; what meets is refused by the planner, and then the test asks for another.
    """
    body = draw(st.sampled_from([company, two_regions]))()
    body["quotas"] = {"vpcs_per_region": 100}
    zones = draw(st.integers(2, 4))
    for region in body["regions"].values():
        prefix = region["zones"]["a"].removesuffix("-az1")
        region["zones"] = {"abcd"[n]: f"{prefix}-az{n + 1}" for n in range(zones)}
    numbers = draw(st.permutations(range(1, 6)))
    segments = draw(st.integers(1, 3))
    body["segments"] = {name: {"number": numbers[n]} for n, name in enumerate(["prod", "nonprod", "lab"][:segments])}
    body["spokes"] = draw(spokes(list(body["segments"]), list(body["regions"])))
    body["grants"] = draw(grants(body))
    return body


@st.composite
def spokes(draw: st.DrawFn, segments: list[str], regions: list[str]) -> dict[str, Body]:
    """Spokes whose stated numbers differ."""
    names = draw(st.lists(st.sampled_from(NAMES), max_size=6, unique=True))
    numbers = draw(st.permutations(range(16)))
    found = {}
    for n, name in enumerate(names):
        place = {"number": numbers[n]} if draw(st.integers(0, 2)) else {}
        found[name] = {
            "account": draw(st.sampled_from(["apps", "network"])),
            "region": draw(st.sampled_from(regions)),
            "segment": draw(st.sampled_from(segments)),
            "applications": draw(applications()),
            **place,
        }
    return found


@st.composite
def applications(draw: st.DrawFn) -> dict[str, Body]:
    """Applications of one size, so that stated numbers that differ do not overlap."""
    names = draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
    size = draw(st.sampled_from([26, 26, 27, 28]))
    numbers = draw(st.permutations(range(14)))
    stated = draw(st.booleans())
    return {
        name: {"subnet_prefix_length": size, **({"number": numbers[n]} if stated else {})}
        for n, name in enumerate(names)
    }


@st.composite
def grants(draw: st.DrawFn, body: Body) -> dict[str, Body]:
    """Grants of models, each to consumers of one segment."""
    found = {}
    for key in draw(st.lists(st.sampled_from([f"grant-{n}" for n in range(6)]), max_size=5, unique=True)):
        segment = draw(st.sampled_from(list(body["segments"])))
        consumers = consumers_of(body, segment)
        if consumers:
            found[key] = {
                "consumers": draw(st.lists(st.sampled_from(consumers), min_size=1, max_size=4, unique=True)),
                "service": "bedrock-runtime",
                "models": draw(st.lists(st.sampled_from(MODELS), min_size=1, max_size=3, unique=True)),
            }
    return found


def consumers_of(body: Body, segment: str = "") -> list[str]:
    """The applications of a segment, or all of them."""
    return [
        f"{spoke}/{application}"
        for spoke, value in body["spokes"].items()
        if segment in ("", value["segment"])
        for application in value["applications"]
    ]


@st.composite
def additions(draw: st.DrawFn, body: Body) -> Body:
    """The network with one thing more: a spoke, an application, a zone, a segment, a grant, a model or a consumer."""
    grown = copy.deepcopy(body)
    kinds = ["spoke", "zone", "segment"]
    kinds += ["application"] if body["spokes"] else []
    kinds += ["grant"] if consumers_of(body) else []
    kinds += ["model", "consumer"] if body["grants"] else []
    kind = draw(st.sampled_from(kinds))
    if kind == "spoke":
        place = draw(st.sampled_from([{}, {"number": draw(st.integers(0, 15))}]))
        home = {
            "region": draw(st.sampled_from(list(body["regions"]))),
            "segment": draw(st.sampled_from(list(body["segments"]))),
        }
        grown["spokes"]["new"] = {"account": "apps", "applications": draw(applications()), **home, **place}
    elif kind == "application":
        spoke = draw(st.sampled_from(list(body["spokes"])))
        grown["spokes"][spoke]["applications"]["new"] = draw(st.sampled_from([{}, {"number": 14}]))
    elif kind == "zone":
        for region in grown["regions"].values():
            letter = next((letter for letter in "abcd" if letter not in region["zones"]), "d")
            region["zones"].setdefault(letter, region["zones"]["a"][:-1] + "9")
    elif kind == "segment":
        grown["segments"]["new"] = draw(st.sampled_from([{}, {"number": draw(st.integers(6, 15))}]))
    else:
        _more_grants(draw, body, grown, kind)
    return grown


def _more_grants(draw: st.DrawFn, body: Body, grown: Body, kind: str) -> None:
    if kind == "grant":
        consumer = draw(st.sampled_from(consumers_of(body)))
        grown["grants"]["new"] = {"consumers": [consumer], "service": "bedrock-runtime", "models": [HAIKU]}
        return
    key = draw(st.sampled_from(list(body["grants"])))
    if kind == "model":
        grown["grants"][key]["models"] = list(MODELS)
        return
    segment = body["spokes"][body["grants"][key]["consumers"][0].split("/")[0]]["segment"]
    more = draw(st.sampled_from(consumers_of(body, segment)))
    grown["grants"][key]["consumers"] = sorted({*body["grants"][key]["consumers"], more})


@st.composite
def shuffled(draw: st.DrawFn, value: Any) -> Any:
    """The same object with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: draw(shuffled(value[key])) for key in keys}
    return [draw(shuffled(item)) for item in value] if isinstance(value, list) else value


def addresses(plan: NetworkPlan) -> dict[tuple[str, ...], IPv4Network]:
    """Every block of a plan by what it is for; the parts of a name are what it belongs to."""
    found: dict[tuple[str, ...], str] = {}
    for name, region in plan.regions.items():
        found[name, "hub"] = region.hub["cidr"]
        found |= {(name, "hub", "attachment", zone): c for zone, c in region.hub["attachment_subnets"].items()}
        for segment, view in region.views.items():
            found[name, "view", segment] = view["anchor_cidr"]
        for segment, resolver in region.resolvers.items():
            found[name, "view", segment, "resolver"] = resolver["block"]
            found |= {(name, "view", segment, "resolver", zone): c for zone, c in resolver["subnets"].items()}
            subnets = resolver["attachment_subnets"].items()
            found |= {(name, "view", segment, "attachment", zone): c for zone, c in subnets}
        for segment, endpoints in region.endpoint_sets.items():
            found[name, "set", segment] = endpoints["block"]
            found |= {(name, "set", segment, zone): c for zone, c in endpoints["subnets"].items()}
        for key, spoke in region.spokes.items():
            found[name, "spoke", key] = spoke["cidr"]
            found |= {(name, "spoke", key, "attachment", zone): c for zone, c in spoke["attachment_subnets"].items()}
            for application, value in region.applications[key].items():
                found[name, "spoke", key, "application", application] = value["block"]
                subnets = value["subnets"].items()
                found |= {(name, "spoke", key, "application", application, zone): c for zone, c in subnets}
    return {key: IPv4Network(cidr) for key, cidr in found.items()}
