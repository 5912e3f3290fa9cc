"""The pack's README has a table of all rules and RULES.md a page for each: both are made from the rules themselves.

``pytest tests/contract --update-golden`` writes them anew.
"""

import inspect
from pathlib import Path

import pytest

from transit_guardrails.rules.catalogue import RULES
from transit_guardrails.rules.rule import Rule
from transit_guardrails.rules.single import CHECKS

PACK = Path(__file__).resolve().parents[2] / "policypacks" / "transit-guardrails"
START, END = "<!-- rules: made by tests/contract/test_rule_pages.py -->", "<!-- end of rules -->"


def test_the_readme_has_a_row_for_each_rule(pytestconfig: pytest.Config) -> None:
    path = PACK / "README.md"
    text = path.read_text(encoding="utf-8")
    before, after = text.partition(START)[0], text.partition(END)[2]
    expected = f"{before}{START}\n\n{_table()}\n{END}{after}"
    if pytestconfig.getoption("update_golden"):
        path.write_text(expected, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == expected


def test_each_rule_has_its_page(pytestconfig: pytest.Config) -> None:
    path = PACK / "RULES.md"
    expected = "\n".join([HEAD, *(_page(rule) for rule in RULES)])
    if pytestconfig.getoption("update_golden"):
        path.write_text(expected, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == expected


def test_rules_are_records_with_everything_filled() -> None:
    for rule in RULES:
        assert rule.sentence.endswith("."), rule.id
        assert rule.remedy.endswith("."), rule.id
        assert rule.frameworks, rule.id
        assert inspect.getdoc(rule.check), rule.id
    assert [rule.id for rule in RULES] == list(dict.fromkeys(rule.id for rule in RULES))


HEAD = """# The rules

One section for each rule of the pack, made from the rule's record (`transit_guardrails/rules/catalogue.py`). A finding names
the rule, one resource, what was found, a witness where there is a path to show, and the remedy. Waivers and all other
settings are explained in the [README](README.md#configuration).
"""


def _table() -> str:
    rows = ["| rule | severity | what must hold |", "| --- | --- | --- |"]
    rows += [f"| [{rule.id}](RULES.md#{rule.id}) | {rule.severity} | {rule.sentence} |" for rule in RULES]
    return "\n".join(rows) + "\n"


def _page(rule: Rule) -> str:
    alone = sorted(token for token, checks in CHECKS.items() if any(key == rule.id for key, _ in checks))
    early = f"\nTold while the resource is registered too, for {', '.join(f'`{t}`' for t in alone)}.\n" if alone else ""
    return f"""## {rule.id}

{rule.sentence} Severity: {rule.severity}.

What is looked at: {_first_lower(inspect.getdoc(rule.check) or "")}
{early}
**Remedy.** {rule.remedy}

**Serves.** {"; ".join(rule.frameworks)}.
"""


def _first_lower(text: str) -> str:
    return text[:1].lower() + text[1:]
