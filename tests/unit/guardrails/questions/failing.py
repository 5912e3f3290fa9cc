"""What-if questions about a network, asked twice: of what is left of the whole one, and from scratch."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from unit.guardrails.networks import change

from transit_guardrails.model.network import Network
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.failures import Failure, named
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.rewalk import Left
from transit_guardrails.questions.whatif import Outcome, WhatIf
from transit_guardrails.questions.without import without

Told = dict[tuple[str, str], str]


def questions(network: Network) -> WhatIf:
    return WhatIf(Exactness(Index(network)))


def failure(asked: WhatIf, text: str) -> Failure:
    """``az=z1``."""
    found = named(asked.failures, *text.split("=", 1))
    assert found, f"{text} is none of {', '.join(map(str, asked.failures))}"
    return found


def outcomes(network: Network, *texts: str) -> list[Outcome]:
    """What becomes of every use, which must be what the same question finds from scratch."""
    asked = questions(network)
    failed = [failure(asked, text) for text in texts]
    found = asked.outcomes(failed)
    assert plain(found) == from_scratch(asked, failed)
    return found


def from_scratch(asked: WhatIf, failed: list[Failure]) -> list[Outcome]:
    """The outcomes of the reduced network, walked and compared as if it were the only one."""
    network = without(asked.whole.network, failed)
    return plain(asked.outcomes_in(Left(Exactness(Index(network)), frozenset(network.endpoints)), failed))


def plain(found: list[Outcome]) -> list[Outcome]:
    """Outcomes without the packet that shows them: of several that are lost either may be shown."""
    return [replace(outcome, witness=bool(outcome.witness) * ("shown",)) for outcome in found]


def fates(network: Network, *texts: str) -> Told:
    """Consumer and service to what becomes of it; what holds is left out."""
    return {(o.consumer, o.service): o.fate for o in outcomes(network, *texts) if o.fate != "holds"}


def one(network: Network, consumer: str, *texts: str) -> Outcome:
    """The outcome of a consumer's only use."""
    (found,) = [outcome for outcome in outcomes(network, *texts) if outcome.consumer == consumer]
    return found


def damage(rng: Random, network: Network) -> None:
    """Something that makes zones differ, or breaks a way."""
    subnet = rng.choice(sorted(network.subnets))
    match rng.randrange(8):
        case 0:
            change(network.subnets, subnet, zone=rng.choice(("z1", "z2", "z3")))
        case 1:
            endpoint = rng.choice(sorted(network.endpoints))
            change(network.endpoints, endpoint, subnets=network.endpoints[endpoint].subnets[: rng.randrange(2)])
        case 2:
            key = rng.choice(sorted(key for key, a in network.attachments.items() if a.kind == "vpc"))
            change(network.attachments, key, subnets=network.attachments[key].subnets[rng.randrange(2) :][:1])
        case 3:
            network.subnet_acls[subnet] = rng.choice(sorted(network.network_acls))
        case 4:
            network.subnet_tables[subnet] = rng.choice(sorted(network.route_tables))
        case 5:
            network.transit_routes.pop(rng.choice(sorted(network.transit_routes)))
        case 6:
            key = rng.choice(sorted(key for key, a in network.attachments.items() if a.kind == "vpc"))
            change(network.attachments, key, appliance_mode=True)
        case _:
            key = rng.choice(sorted(network.route_tables))
            change(network.route_tables, key, routes=network.route_tables[key].routes[1:])
