"""The IAM actions of the `actions-*.yaml` files.

An endpoint lists its actions one by one (`actions`), or by access level where none of them reaches a
model (`no_model`). `operations` are API operations whose permission has another name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .records import ACCESS, BEARER_ACTION, BOUNDED_BY, Action, CatalogueError
from .strict import Fields

_NEWER = "newer than the Service Authorization Reference: taken as the action of the same name"

Endpoint = tuple[Mapping[str, Action], Mapping[str, tuple[str, ...]]]


class ActionFile:
    """One file: actions and operations by endpoint, and the actions that no endpoint receives."""

    def __init__(self, top: Fields) -> None:
        top.about()
        self.iam_prefix = top.text("iam_prefix")
        self._reasons = {key: str(why) for key, why in top.table("reasons").items()}
        self.endpoints: dict[str, Endpoint] = {
            key: self._endpoint(fields) for key, fields in top.tables("endpoints").items()
        }
        self.elsewhere = _elsewhere(top)
        top.done()

    def _endpoint(self, fields: Fields) -> Endpoint:
        found = [self._one(name, one) for name, one in fields.tables("actions").items()]
        found += self._grouped(fields)
        by_name = {action.name: action for action in found}
        if len(by_name) != len(found):
            raise CatalogueError(f"{fields.where}: an action is listed twice")
        operations = Fields(fields.table("operations"), f"{fields.where}.operations").every_texts()
        fields.done()
        for operation, needed in operations.items():
            own = [name for name in needed if name.startswith(f"{self.iam_prefix}:")]
            if not needed or any(name not in by_name for name in own):
                raise CatalogueError(f"{fields.where}.operations.{operation}: {needed} not listed")
        return MappingProxyType(by_name), MappingProxyType(operations)

    def _one(self, name: str, fields: Fields) -> Action:
        action = Action(
            name=f"{self.iam_prefix}:{name}",
            bounded_by=fields.one_of("by", BOUNDED_BY),
            resource_types=fields.texts("types"),
            condition_key=fields.optional("key"),
            access=fields.one_of("access", ACCESS),
            bearer_token=name == BEARER_ACTION,
            other_resource_types=fields.texts("also"),
            names_model=fields.flag("names_model", False),
            permission_only=self._reason(fields),
            note=fields.text("note", ""),
        )
        fields.done()
        _check(action, fields.where)
        return action

    def _reason(self, fields: Fields) -> str:
        reason = fields.optional("permission_only")
        if reason is None:
            return ""
        if reason not in self._reasons:
            raise CatalogueError(f"{fields.where}.permission_only: no reason {reason!r}")
        return self._reasons[reason]

    def _grouped(self, fields: Fields) -> list[Action]:
        by_access = Fields(fields.table("no_model"), f"{fields.where}.no_model").every_texts()
        extra = Fields(fields.table("permission_only"), f"{fields.where}.permission_only")
        reasons = {name: key for key, names in extra.every_texts().items() for name in names}
        newer = fields.texts("newer")
        listed = {name for names in by_access.values() for name in names}
        wrong = (set(by_access) - set(ACCESS)) | (set(reasons.values()) - set(self._reasons))
        wrong |= (set(reasons) | set(newer)) - listed
        if wrong:
            raise CatalogueError(f"{fields.where}: unknown access, reason or action {sorted(wrong)}")
        return [
            Action(
                name=f"{self.iam_prefix}:{name}",
                bounded_by="no-model",
                resource_types=(),
                condition_key=None,
                access=access,
                bearer_token=name == BEARER_ACTION,
                permission_only=self._reasons[reasons[name]] if name in reasons else "",
                note=_NEWER if name in newer else "",
            )
            for access, names in by_access.items()
            for name in names
        ]


def _elsewhere(top: Fields) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for fields in top.rows("elsewhere"):
        why = fields.text("why")
        for name in fields.texts("actions"):
            if name in found:
                raise CatalogueError(f"{fields.where}: {name} is listed twice")
            found[name] = why
        fields.done()
    return MappingProxyType(found)


def _check(action: Action, where: str) -> None:
    if (action.bounded_by == "condition-key") != (action.condition_key is not None):
        raise CatalogueError(f"{where}: `key` belongs to `by: condition-key`, and only there")
    if action.bounded_by in ("resource", "object") and not action.resource_types:
        raise CatalogueError(f"{where}: `by: {action.bounded_by}` needs `types`")
    if action.bounded_by in ("none", "condition-key", "no-model") and action.resource_types:
        raise CatalogueError(f"{where}: `by: {action.bounded_by}` takes no `types`")
    if action.names_model and action.bounded_by in ("condition-key", "no-model"):
        raise CatalogueError(f"{where}: `names_model` contradicts `by: {action.bounded_by}`")
