"""What components and the stack say in their outputs: grants and exceptions. See the components' README, "The contract"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...model.endpoints import Caller, EndpointSet, Grant
from ...model.links import ForwardedDomain, Link, Prefixes, ViewForwarder, ViewResolver
from ...model.network import EVERYTHING, Network
from ...model.ranges import Prefix, prefix
from .fields import Fields, has_unknown
from .names import domain
from .registered import text, texts

ARN_COLONS = 5
_TEXTS = ("models", "objects", "uses", "actions")


def endpoint_set(fields: Fields, network: Network) -> None:
    """An endpoint set with what is granted on it. Without that nothing can be proven: a doubt about everything."""
    segment, grants = _segment(fields), fields.resource.outputs.get("grants")
    if not isinstance(grants, (list, tuple)) or has_unknown(grants):
        fields.doubt("grants", "the registered output is not a known list", EVERYTHING)
        grants = ()
    found = []
    for number, stated in enumerate(grants):
        try:
            found.append(_grant(stated))
        except ValueError as error:
            fields.doubt("grants", f"grant {number}: {error}", EVERYTHING)
    network.endpoint_sets[fields.id] = EndpointSet(fields.id, segment, tuple(found), _custom_models(fields))


def _custom_models(fields: Fields) -> tuple[str, ...]:
    """The segment's own custom models. Without them nobody knows which models are another segment's: a doubt about everything."""
    try:
        found = texts(fields.resource.outputs, "custom_models")
        if strange := [arn for arn in found if arn.count(":") < ARN_COLONS]:
            raise ValueError(f"'{strange[0]}' is no ARN")
    except ValueError as error:
        fields.doubt("custom_models", str(error), EVERYTHING)
        return ()
    return found


def _segment(fields: Fields) -> str:
    """The registered segment. Without it whose grants these are is not known: a doubt about everything."""
    segment = fields.resource.outputs.get("segment")
    if isinstance(segment, str) and segment:
        return segment
    fields.doubt("segment", "the registered output is not a known text", EVERYTHING)
    return ""


def _grant(stated: Any) -> Grant:
    """A registered grant. Raises ``ValueError`` with what is wrong."""
    if not isinstance(stated, Mapping):
        raise ValueError("is not an object")
    lists = {key: texts(stated, key) for key in _TEXTS}
    return Grant(
        key=text(stated, "key"),
        service=text(stated, "service"),
        consumers=_consumers(stated.get("consumers")),
        models=lists["models"],
        objects=lists["objects"],
        uses=lists["uses"],
        actions=lists["actions"],
        networks=_callers(stated.get("networks", {})),
        elsewhere=_accounts(stated.get("elsewhere", {})),
        owners=texts(stated, "owners") if "owners" in stated else (),
    )


def _consumers(value: Any) -> Mapping[str, Prefix]:
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError("consumers is not an object of blocks")
    return {str(key): prefix(block) for key, block in sorted(value.items())}


def _accounts(value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(each, str) and each for each in value.values()):
        raise ValueError("elsewhere is not an object of account ids")
    return {str(key): account for key, account in sorted(value.items())}


def _callers(value: Any) -> Mapping[str, Caller]:
    if not isinstance(value, Mapping) or not all(isinstance(each, Mapping) for each in value.values()):
        raise ValueError("networks is not an object of objects")
    return {
        str(name): Caller(tuple(map(prefix, texts(each, "prefixes"))), texts(each, "accounts"))
        for name, each in sorted(value.items())
    }


def link(fields: Fields, network: Network) -> None:
    """A link with what is behind it. Without that anything may be: a doubt about everything.

    Only a ``VpnLink`` registers ``partner``: on-premises networks alone are behind the others.
    """
    partner = fields.resource.outputs.get("partner", "")
    if not isinstance(partner, str):
        fields.doubt("partner", "the registered output is not a known text", EVERYTHING)
        partner = ""
    network.links[fields.id] = Link(fields.id, _networks(fields, "networks"), partner)


def view_resolver(fields: Fields, network: Network) -> None:
    """A view's resolver with who may ask."""
    network.view_resolvers[fields.id] = ViewResolver(fields.id, _segment(fields), _networks(fields, "clients"))


def view_forwarder(fields: Fields, network: Network) -> None:
    """A view's forwarder with the domains that it may forward, and to whom."""
    stated = fields.resource.outputs.get("domains")
    found: dict[str, ForwardedDomain] = {}
    if not isinstance(stated, Mapping) or has_unknown(stated):
        fields.doubt("domains", "the registered output is not a known object", EVERYTHING)
        stated = {}
    for name, each in sorted(stated.items()):
        try:
            found[domain(str(name))] = _forwarded(each)
        except ValueError as error:
            fields.doubt("domains", f"'{name}': {error}", EVERYTHING)
    network.view_forwarders[fields.id] = ViewForwarder(fields.id, _segment(fields), found)


def _forwarded(stated: Any) -> ForwardedDomain:
    """Who answers for a domain. Raises ``ValueError`` with what is wrong."""
    if not isinstance(stated, Mapping):
        raise ValueError("is not an object")
    return ForwardedDomain(text(stated, "network"), tuple(map(prefix, texts(stated, "servers"))))


def _networks(fields: Fields, key: str) -> Prefixes:
    """A registered output: blocks by the name of a network outside."""
    stated = fields.resource.outputs.get(key)
    if not isinstance(stated, Mapping) or has_unknown(stated):
        fields.doubt(key, "the registered output is not a known object", EVERYTHING)
        return {}
    try:
        return {str(name): tuple(map(prefix, texts(stated, name))) for name in sorted(stated)}
    except ValueError as error:
        fields.doubt(key, str(error), EVERYTHING)
        return {}


def stack(fields: Fields, network: Network) -> None:
    """The exceptions that the program exports, each with its key. Where they are not known, nothing is excepted."""
    stated = fields.resource.outputs.get("exceptions")
    if stated is None:
        return
    if not isinstance(stated, Mapping) or has_unknown(stated):
        fields.doubt("exceptions", "the exported value is not a known object")
        return
    found: list[Mapping[str, object]] = []
    for key, value in sorted(stated.items()):
        if isinstance(value, Mapping):
            found.append({**value, "key": key, "stack": fields.id})
        else:
            fields.doubt("exceptions", f"'{key}' is not an object")
    network.exceptions = tuple(found)
