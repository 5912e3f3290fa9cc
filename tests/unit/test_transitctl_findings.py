"""What the pack said, read back; what is proven of which network; which configuration is sound."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from transit_guardrails.adapter import report
from transit_guardrails.model.network import Network
from transit_guardrails.proof import RULE_IDS
from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.rules.finding import Finding
from transit_guardrails.settings import Settings
from transitctl.exits import BadInputError
from transitctl.findings import PACK, Told, of_pack, of_proof
from transitctl.networks import of_stack
from transitctl.pack_config import read_config
from transitctl.policy_pack import Diagnostic, run_pack
from transitctl.program import recording_of
from transitctl.resources import resources_of
from transitctl.scope import ISOLATED, WITHOUT_GRANTS, scope_of

PROJECT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
URN = "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::a"
SENTENCE = "What can be reached must be exactly what was granted."
WITNESSED = Finding("no-internet", URN, "a has a gateway", ("10.0.0.1 to 1.1.1.1", "gateway x: leaves"), "Remove it.")

TELLS_RESOURCES = """
from transit_guardrails.rules.finding import Finding

RULE_IDS = frozenset({"nothing-undecided"})

class Proof:
    def __init__(self, findings):
        self.findings = findings

def check_resource(resource, settings, today):
    return ()

def prove(resources, settings, today):
    return Proof(tuple(Finding("nothing-undecided", one.urn, repr(one)) for one in resources))
"""


def diagnostic(finding: Finding, policy: str = "prove", level: str = "mandatory") -> Diagnostic:
    """A finding on its way: as the pack's shell writes it, behind the sentence that the SDK adds."""
    said = report.finding(finding, "RULES.md#{rule}")
    return Diagnostic(policy, level, said.urn or "", f"{SENTENCE}\n{said.message}", SENTENCE)


# Findings -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "finding",
    [
        WITNESSED,
        Finding("no-internet", "igw-1", "an AWS id, no witness", (), "Remove it."),
        Finding("nothing-undecided", "", "about the whole stack, no remedy", ("a path", "rule: y")),
        Finding("quotas-have-headroom", URN, "comes near", (), "Raise it.", mandatory=False),
    ],
    ids=lambda finding: finding.message,
)
def test_a_finding_of_the_process_is_that_of_the_proof(finding: Finding) -> None:
    """Whichever way a finding comes, every part of it is the same."""
    level = "mandatory" if finding.mandatory else "advisory"
    assert of_pack([diagnostic(finding, level=level)]) == of_proof([finding], "advisory")


def test_what_collect_and_prove_both_report_is_shown_once() -> None:
    """One resource and one rule: the proof's words stay, since they know the network. Others of collect stay."""
    early = Finding("no-internet", URN, "an internet gateway", (), "Remove it.")
    other = Finding("no-side-doors", URN, "a VPN gateway", (), "Remove it.")
    told = of_pack([diagnostic(early, "collect"), diagnostic(other, "collect"), diagnostic(WITNESSED)])
    assert [(one.rule, one.message) for one in told] == [
        ("no-internet", "a has a gateway"),
        ("no-side-doors", "a VPN gateway"),
    ]


def test_two_findings_of_the_proof_about_one_resource_are_both_shown() -> None:
    """Only what was told twice is told once."""
    more = Finding("no-internet", URN, "a has another gateway", (), "Remove it.")
    assert len(of_pack([diagnostic(WITNESSED), diagnostic(more)])) == 2


def test_a_policy_that_could_not_run_counts_as_mandatory() -> None:
    """The SDK makes advice of it, and a proof that did not run would pass as one that found nothing."""
    (told,) = of_pack([Diagnostic("prove", "advisory", "", "can't run policy 'prove' during preview: vpcId", SENTENCE)])
    assert (told.rule, told.mandatory) == (PACK, True)


def test_a_problem_of_the_configuration_has_its_remedy() -> None:
    """It belongs to no rule and comes first."""
    problem = Diagnostic("prove", "mandatory", "", f"{SENTENCE}\nconfiguration: wrong\n  remedy: mend it", SENTENCE)
    assert of_pack([diagnostic(WITNESSED), problem])[0] == Told(
        PACK, "", True, "", "configuration: wrong", (), "mend it"
    )


def test_advice_has_the_level_that_the_configuration_gives_it() -> None:
    """Disabled, it is gone; mandatory, it counts."""
    advice = Finding("quotas-have-headroom", URN, "comes near", mandatory=False)
    assert of_proof([advice], "disabled") == ()
    assert [one.mandatory for one in of_proof([advice], "advisory") + of_proof([advice], "mandatory")] == [False, True]


# The recording ------------------------------------------------------------------------------------------------------


def test_the_process_reads_the_same_resources_as_the_library(tmp_path: Path) -> None:
    """Each resource that the pack reads at the end of its protocol, with all its parts, is one that is proven here."""
    folder = tmp_path / "pack"
    ignored = shutil.ignore_patterns("__pycache__", ".venv")
    shutil.copytree(PROJECT / "policypacks" / "transit-guardrails", folder, ignore=ignored)
    (folder / "transit_guardrails" / "proof.py").write_text(TELLS_RESOURCES)
    recording = recording_of(PROJECT, "dev")
    here = [repr(one) for one in resources_of(recording)]
    there = [one.message.split("\n")[1] for one in run_pack(folder, recording) if one.policy == "prove"]
    assert len(here) > 100
    assert sorted(there) == sorted(here)


def test_the_stack_is_a_resource_with_its_exports() -> None:
    """The exceptions that the program declares are read from there."""
    recording = recording_of(PROJECT, "dev")
    (stack,) = [one for one in resources_of(recording) if one.type == "pulumi:pulumi:Stack"]
    assert stack.outputs["exceptions"] == {}
    assert set(stack.outputs) == set(recording.exports)


def test_a_stack_is_the_network_of_its_recording() -> None:
    """Nothing of it in doubt."""
    network = of_stack(PROJECT, "dev").network
    assert network == network_of(resources_of(recording_of(PROJECT, "dev")))
    assert network.doubts == []


# Scope --------------------------------------------------------------------------------------------------------------


def test_rules_without_grants_are_rules() -> None:
    """The list names no rule that there is not."""
    assert {*WITHOUT_GRANTS, ISOLATED} < RULE_IDS


def test_without_endpoint_sets_only_rules_that_need_no_grants_are_asked() -> None:
    """Isolation among them only where the configuration says of whom; nothing is called proven."""
    silent = scope_of(Network(), Settings(), TODAY)
    stated = scope_of(Network(), Settings(isolated=(("a", "b"),)), TODAY)
    assert set(silent.rules) == WITHOUT_GRANTS
    assert set(stated.rules) == {*WITHOUT_GRANTS, ISOLATED}
    assert {*stated.rules, *stated.left_out} == RULE_IDS
    assert silent.sentence(0).endswith("Who reaches what was not compared with grants.")


# The configuration --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON"),
        ("[]", "holds no JSON object"),
        ('{"prove": {}, "prove": {}}', "prove is there twice"),
        ('{"prove": {"headroom": NaN}}', "NaN is no JSON number"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"prove": {"headrom": 0.9}}', "prove.headrom: is not a known key\n  remedy: did you mean 'headroom'?"),
        ('{"prove": {"headroom": 2}}', "prove.headroom (given: 2.0): is not a share"),
        ('{"proof": "mandatory"}', "proof: is not a policy of this pack"),
        ('{"proof": {"headroom": 1}}', "'proof' is no policy of the pack"),
        ('{"collect": {"headroom": 1}}', "collect.headroom: has no effect here"),
        ('{"prove": "advisory"}', "prove.enforcementLevel (given: advisory): cannot be lowered"),
        ('{"all": "disabled"}', "cannot be lowered"),
        ('{"prove": 3}', "neither a level nor an object"),
        (json.dumps({"prove": {"models": {"a": {}}}}), "prove.models.a (given: {}): is not a list"),
    ],
)
def test_a_configuration_that_is_not_sound_is_bad_input(text: str, said: str, tmp_path: Path) -> None:
    """As strictly as the pack itself, with the file's name and the way out."""
    file = tmp_path / "config.json"
    file.write_text(text)
    with pytest.raises(BadInputError) as refused:
        read_config(file, TODAY)
    assert str(refused.value).startswith(str(file))
    assert said in str(refused.value)


def test_every_problem_of_a_configuration_is_told(tmp_path: Path) -> None:
    """Not only the first."""
    file = tmp_path / "config.json"
    file.write_text('{"prove": {"headroom": 2, "organization": "acme"}, "advice": "advisory"}')
    with pytest.raises(BadInputError) as refused:
        read_config(file, TODAY)
    assert str(refused.value).count(f"{file}: ") == 3


def test_a_sound_configuration_says_settings_and_the_level_of_advice(tmp_path: Path) -> None:
    """What the engine would hand over is also as it was written."""
    file = tmp_path / "config.json"
    file.write_text('{"prove": {"headroom": 0.9}, "advise": "disabled"}')
    judged = read_config(file, TODAY)
    assert (judged.settings, judged.advice) == (Settings(headroom=0.9), "disabled")
    assert judged.written == {"prove": {"headroom": 0.9}, "advise": "disabled"}
    assert (read_config(None, TODAY).settings, read_config(None, TODAY).advice) == (Settings(), "advisory")
