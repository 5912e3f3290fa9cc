"""What the Terraform bridge does around AWS: defaults at Check, unknowns at preview, replacements at Diff.

Pure functions over decoded properties; they know the kind table and no world.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from .kinds import KINDS, properties_of
from .values import UNKNOWN, Properties, canonical, has_unknown

DEFAULTS = "__defaults"
"""Where the bridge writes down which inputs it filled itself, in every object of the inputs."""


def check(name: str, urn: str, news: Properties, olds: Properties, generation: int) -> Properties:
    """Fill the defaults of a resource's inputs; a name once made up stays as long as the resource is not replaced."""
    checked = {key: _mark(value) for key, value in news.items() if key != DEFAULTS}
    defaulted: list[str] = []
    if properties_of(name).autonamed and "name" not in news and "namePrefix" not in news:
        kept = olds.get("name") if "name" in olds.get(DEFAULTS, []) else None
        checked["name"] = kept or auto_name(urn, generation)
        defaulted.append("name")
    return {DEFAULTS: defaulted, **checked}


def unknown_arguments(name: str, news: Properties) -> list[str]:
    """Name the arguments that the type does not have."""
    return sorted(set(news) - properties_of(name).inputs - {DEFAULTS})


def auto_name(urn: str, generation: int) -> str:
    """Make up a name: the logical name and seven hex digits that a preview and the update after it agree on.

    The real bridge draws them from the engine's seed, which is new in every run. Deriving them from the URN, and from
    how often it was created, keeps two runs comparable and still gives a replacement another name.
    """
    digest = hashlib.sha256(f"{urn}#{generation}".encode()).hexdigest()
    return f"{urn.rpartition('::')[2]}-{digest[:7]}"


def strip(inputs: Properties) -> Properties:
    """Take the bridge's own notes out of the inputs: what is left is what the program or a default said."""
    return {key: _unmark(value) for key, value in inputs.items() if key != DEFAULTS}


def preview_create(name: str, inputs: Properties) -> Properties:
    """Answer the preview of a create: inputs come back, whatever AWS decides is unknown, the rest is null."""
    facts, given = properties_of(name), echo(name, inputs)
    decided_by_aws = facts.computed | facts.filled
    outputs = {key: UNKNOWN if key in decided_by_aws else None for key in facts.every}
    completed = dict.fromkeys(KINDS[name].completes & set(given), UNKNOWN)
    return {**outputs, **given, **completed, "id": UNKNOWN}


def preview_update(name: str, old_outputs: Properties, old_inputs: Properties, inputs: Properties) -> Properties:
    """Answer the preview of an update: the old outputs, overlaid with the inputs, computed ones that move unknown."""
    changed = changed_keys(name, old_inputs, inputs)
    completed = {key: UNKNOWN if key in changed else old_outputs.get(key) for key in KINDS[name].completes}
    outputs = {**old_outputs, **echo(name, inputs), **completed}
    if "tags" in changed and "tagsAll" in properties_of(name).every:
        outputs["tagsAll"] = UNKNOWN
    if name == "ec2.ManagedPrefixList" and "entries" in changed:
        outputs["version"] = UNKNOWN
    for key in set(strip(old_inputs)) - set(strip(inputs)):
        outputs[key] = UNKNOWN if key in properties_of(name).filled else None
    return outputs


def echo(name: str, inputs: Properties) -> Properties:
    """Give inputs back as outputs: a collection with an unknown inside is unknown, a set has an order of its own."""
    echoed: Properties = {}
    for key, value in strip(inputs).items():
        if isinstance(value, (list, dict)) and has_unknown(value):
            echoed[key] = UNKNOWN
        elif key in KINDS[name].sets and isinstance(value, list):
            echoed[key] = sorted(value, key=_set_order)
        else:
            echoed[key] = value
    return echoed


def changed_keys(name: str, olds: Properties, news: Properties) -> frozenset[str]:
    """Name the inputs that differ; the order of a set does not count, an unknown always differs."""
    old, new = echo(name, olds), echo(name, news)
    return frozenset(key for key in {*old, *new} if canonical(old.get(key)) != canonical(new.get(key)))


@dataclass(frozen=True)
class Difference:
    """The verdict on an update: which inputs changed, and which of them force a replacement."""

    changed: frozenset[str]
    replaces: frozenset[str]
    delete_first: bool


def difference(name: str, olds: Properties, news: Properties, ignore: Iterable[str] = ()) -> Difference:
    """Compare old and new inputs by the kind's table."""
    changed = changed_keys(name, olds, news) - frozenset(ignore)
    replaces = changed & (KINDS[name].replaces | {"region"}) | _source_changes(name, olds, news)
    named_by_program = "name" in news and "name" not in news.get(DEFAULTS, [])
    same_name = olds.get("name") == news.get("name")
    delete_first = bool(replaces) and properties_of(name).autonamed and named_by_program and same_name
    return Difference(changed, replaces, delete_first)


def _source_changes(name: str, olds: Properties, news: Properties) -> frozenset[str]:
    """Force a replacement when a security group rule gets another kind of source, which AWS cannot modify."""
    if not name.startswith("vpc.SecurityGroup"):
        return frozenset()
    sources = frozenset({"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"})
    before, after = sources & set(olds), sources & set(news)
    return before ^ after


def _set_order(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _mark(value: object) -> object:
    if isinstance(value, list):
        return [{DEFAULTS: [], **item} if isinstance(item, dict) else item for item in value]
    return value


def _unmark(value: object) -> object:
    if isinstance(value, list):
        return [_unmark(item) for item in value]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if key != DEFAULTS}
    return value
