"""Network specs for tests: plain objects, as they stand in a stack file, and what the program says of them.

Each builder returns a fresh object that a test may change. ``company`` is the base of most tests: small, valid, and
every part of the spec that has a default is left out.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from bedrock_transit.planners import NetworkPlan, plan_spec
from bedrock_transit.spec import Problem, SpecError
from bedrock_transit.spec.problems import dotted

Body = dict[str, Any]

ROOT = Path(__file__).resolve().parents[1]
TODAY = datetime.date(2026, 11, 23)
"""The day on which tests judge exceptions."""

HAIKU = "anthropic.claude-3-haiku-20240307-v1:0"
NOVA = "amazon.nova-lite-v1:0"
TITAN = "amazon.titan-embed-text-v2:0"
SONNET_US = "us.anthropic.claude-sonnet-4-20250514-v1:0"
SONNET_GLOBAL = "global.anthropic.claude-sonnet-4-20250514-v1:0"


def company() -> Body:
    """Two segments in one Region: three spokes of two accounts, four applications, of which three are granted something."""
    return {
        "name": "acme",
        "organization_id": "o-a1b2c3d4e5",
        "network_account": "network",
        "accounts": {"network": {"id": "111122223333"}, "apps": {"id": "444455556666", "role": "deployer"}},
        "regions": {"us-east-1": east()},
        "segments": {"prod": {"number": 1}, "nonprod": {"number": 2}},
        "spokes": {
            "vpc-a": {**spoke("prod", 0), "applications": {"chat": {"number": 0}, "search": {"number": 1}}},
            "vpc-b": {**spoke("prod", 1, account="network"), "applications": {"idle": {"number": 0}}},
            "vpc-x": {**spoke("nonprod", 0), "applications": {"sandbox": {"number": 0}}},
        },
        "grants": {
            "chat": {"consumers": ["vpc-a/chat"], "service": "bedrock-runtime", "models": [HAIKU, NOVA]},
            "search": {"consumers": ["vpc-a/search"], "service": "bedrock-runtime", "models": [TITAN]},
            "sandbox": {"consumers": ["vpc-x/sandbox"], "service": "bedrock-runtime", "models": [NOVA]},
        },
        "tags": {"owner": "network-team@acme.example", "cost-center": "4711", "data-classification": "internal"},
    }


def east() -> Body:
    """us-east-1 in two zones."""
    return {
        "supernet": "10.64.0.0/12",
        "amazon_side_asn": 64512,
        "zones": {"a": "use1-az1", "b": "use1-az2"},
        "hub": {"cidr": "10.64.0.0/20", "services": ["bedrock-runtime", "bedrock"]},
        "views": "10.64.16.0/21",
    }


def west() -> Body:
    """us-west-2 in two zones, beside us-east-1."""
    return {
        "supernet": "10.80.0.0/12",
        "amazon_side_asn": 64513,
        "zones": {"a": "usw2-az1", "b": "usw2-az3"},
        "hub": {"cidr": "10.80.0.0/20", "services": ["bedrock-runtime"]},
        "views": "10.80.16.0/21",
    }


def spoke(segment: str, number: int | None = None, account: str = "apps", region: str = "us-east-1") -> Body:
    """A spoke without applications; without ``number`` its place is derived from its name."""
    place = {} if number is None else {"number": number}
    return {"account": account, "region": region, "segment": segment, **place}


def two_regions() -> Body:
    """The company with a spoke in a second Region, granted a model there."""
    body = company()
    body["regions"]["us-west-2"] = west()
    body["spokes"]["vpc-w"] = {**spoke("prod", 0, region="us-west-2"), "applications": {"batch": {"number": 0}}}
    body["grants"]["batch"] = {"consumers": ["vpc-w/batch"], "service": "bedrock-runtime", "models": [NOVA]}
    return body


def failover() -> Body:
    """Two Regions; a grant of prod in us-east-1 fails over to us-west-2."""
    return changed(two_regions(), ["grants", "chat", "failover"], ["us-west-2"])


def failover_zone_by_zone() -> Body:
    """The same in one account, with two spokes of prod in us-east-1 and names handed out by zone associations."""
    body = changed(failover(), ["segments", "prod", "dns"], {"distribution": "zone-associations"})
    for value in body["spokes"].values():
        value["account"] = "network"
    body["quotas"] = {"vpcs_per_region": 10}
    return body


def zone_by_zone() -> Body:
    """One account, names handed out by zone associations."""
    body = company()
    for value in body["spokes"].values():
        value["account"] = "network"
    body["segments"]["prod"]["dns"] = {"distribution": "zone-associations"}
    body["quotas"] = {"vpcs_per_region": 10}
    return body


def pooled() -> Body:
    """The company with the applications of prod in a pool for each grant class."""
    body = company()
    body["segments"]["prod"]["pools"] = {
        "us-east-1": {"chat": "10.72.0.0/16", "search": "10.73.0.0/16", "ungranted": "10.74.0.0/16"}
    }
    return body


def hybrid() -> Body:
    """The company with a data centre of prod over Direct Connect at two locations, backed by a VPN, and an office of
    nonprod over a VPN alone; both are granted a model."""
    body = company()
    body["on_premises"] = {
        "datacenter": {
            "region": "us-east-1",
            "segment": "prod",
            "prefixes": ["172.16.0.0/16"],
            "resolvers": ["172.16.0.53", "172.16.1.53"],
            "accounts": ["apps"],
        },
        "office": {
            "region": "us-east-1",
            "segment": "nonprod",
            "prefixes": ["192.168.10.0/24", "192.168.20.0/24"],
            "resolvers": ["192.168.10.53"],
            "accounts": ["apps", "network"],
        },
    }
    body["direct_connect"] = {
        "dx": {
            "asn": 64700,
            "networks": ["datacenter"],
            "virtual_interfaces": {
                "dc2": {"connection": "dxcon-ffabc123", "location": "EqDC2", "vlan": 101, "customer_asn": 65010},
                "ny5": {"hosted": "dxvif-ffabc124", "location": "EqNY5"},
            },
        }
    }
    body["vpns"] = {
        "backup": {"networks": ["datacenter"], "customer_gateway": {"address": "203.0.113.10", "asn": 65010}},
        "office": {"networks": ["office"], "customer_gateway": {"address": "198.51.100.7", "asn": 65020}},
    }
    body["grants"]["chat"]["consumers"].append("datacenter")
    body["grants"]["office"] = {"consumers": ["office"], "service": "bedrock-runtime", "models": [NOVA]}
    body["regions"]["us-east-1"]["alarm_topic"] = "arn:aws:sns:us-east-1:111122223333:network-alarms"
    return body


def private_vpn() -> Body:
    """The hybrid network with the data centre behind two VPNs over Direct Connect, which carries nothing in the clear."""
    body = changed(
        without(hybrid(), ["direct_connect", "dx", "networks"]), ["vpns"], {"office": hybrid()["vpns"]["office"]}
    )
    body["regions"]["us-east-1"]["transit_gateway_cidr"] = "10.250.0.0/24"
    for key, address in (("first", "172.16.0.1"), ("second", "172.16.0.2")):
        device = {"address": address, "asn": 65010}
        body["vpns"][key] = {"networks": ["datacenter"], "over": "dx", "customer_gateway": device}
    return body


def private_vpn_accounts() -> Body:
    """The same with its Direct Connect gateway in another account than the transit gateway."""
    return changed(private_vpn(), ["direct_connect", "dx", "account"], "apps")


def private_vpn_beside() -> Body:
    """The hybrid network with the office behind a VPN over the data centre's Direct Connect, at a device of the data centre."""
    body = hybrid()
    body["regions"]["us-east-1"]["transit_gateway_cidr"] = "10.250.0.0/24"
    body["vpns"]["office"] |= {"over": "dx", "customer_gateway": {"address": "172.16.9.1", "asn": 65020}}
    return body


def connect() -> Body:
    """The hybrid network with the data centre behind Connect to two appliances, over Direct Connect that carries nothing else."""
    body = changed(
        without(hybrid(), ["direct_connect", "dx", "networks"]), ["vpns"], {"office": hybrid()["vpns"]["office"]}
    )
    body["regions"]["us-east-1"]["transit_gateway_cidr"] = "10.250.0.0/24"
    peers = {
        "first": {"address": "172.16.0.1", "asn": 65010, "inside_cidr": "169.254.100.0/29"},
        "second": {"address": "172.16.0.2", "asn": 65010, "inside_cidr": "169.254.100.8/29"},
    }
    body["connects"] = {"sdwan": {"over": "dx", "networks": ["datacenter"], "peers": peers}}
    return body


def connect_accounts() -> Body:
    """The same with its Direct Connect gateway in another account than the transit gateway."""
    return changed(connect(), ["direct_connect", "dx", "account"], "apps")


def connect_beside() -> Body:
    """The hybrid network with the office behind Connect over the data centre's Direct Connect, at an appliance of the data centre."""
    body = hybrid()
    body["regions"]["us-east-1"]["transit_gateway_cidr"] = "10.250.0.0/24"
    del body["vpns"]["office"]
    peers = {"first": {"address": "172.16.9.1", "asn": 65020, "inside_cidr": "169.254.100.0/29"}}
    body["connects"] = {"office": {"over": "dx", "networks": ["office"], "peers": peers}}
    return body


def forwarding() -> Body:
    """The hybrid network whose data centre answers for two domains, one of them by a server that asks AWS for nothing."""
    domains = {"corp.acme.example": ["172.16.0.53", "172.16.1.53"], "acme.internal": ["172.16.9.53"]}
    return changed(hybrid(), ["on_premises", "datacenter", "domains"], domains)


def trained() -> Body:
    """The company with a training network whose jobs are not isolated and use EFA, and an isolated one in a spoke of its own."""
    body = company()
    uploaders = {"pipeline": {"role": "arn:aws:iam::444455556666:role/pipeline"}}
    jobs = {"instances": 4, "efa": True}
    body["spokes"]["vpc-a"]["applications"]["tuning"] = {
        "number": 2,
        "training": {"uploaders": uploaders, "jobs": jobs, "network_isolation": False},
    }
    body["spokes"]["vpc-t"] = {
        **spoke("nonprod", 1),
        "applications": {"tuning": {"number": 0, "training": {"uploaders": uploaders, "services": ["sagemaker"]}}},
    }
    body["grants"]["chat"]["consumers"].append("vpc-a/tuning")
    return body


def open_training() -> Body:
    """The same, where containers of open jobs and a client of jobs call the hub as the example of docs/training.md grants it."""
    body = trained()
    page = Path(ROOT, "docs", "training.md").read_text(encoding="utf-8")
    granted = yaml.safe_load(page.partition("```yaml\n# open jobs")[2].partition("```")[0])
    body["regions"]["us-east-1"]["hub"]["services"] += granted["services"]
    body["grants"].update(granted["grants"])
    return body


def uploading() -> Body:
    """The hybrid network with a training network in ``vpc-a``: one uploader is bound to the data centre, one calls from anywhere."""
    body = hybrid()
    body["regions"]["us-east-1"]["hub"]["services"].append("s3")
    uploaders = {
        "pipeline": {"role": "arn:aws:iam::444455556666:role/pipeline", "network": "datacenter"},
        "catalogue": {"role": "arn:aws:iam::111122223333:role/catalogue"},
    }
    body["spokes"]["vpc-a"]["applications"]["tuning"] = {"number": 2, "training": {"uploaders": uploaders}}
    return body


def partnered() -> Body:
    """The hybrid network with a partner's cloud of prod, over a VPN of its own, granted what the data centre is granted."""
    body = hybrid()
    body["partners"] = {
        "azure": {
            "region": "us-east-1",
            "segment": "prod",
            "cloud": "azure",
            "prefixes": ["172.20.0.0/16", "172.21.0.0/24"],
            "resolvers": ["172.20.0.4"],
            "accounts": ["apps"],
            "ranges": ["172.20.0.0/14"],
        }
    }
    body["vpns"]["azure"] = {"partner": "azure", "customer_gateway": {"address": "203.0.113.30", "asn": 65515}}
    body["vpns"]["azure"]["tunnel_inside_cidrs"] = ["169.254.21.0/30", "169.254.22.0/30"]
    body["grants"]["chat"]["consumers"].append("azure")
    return body


def hybrid_accounts() -> Body:
    """The hybrid network with its Direct Connect gateway in another account than the transit gateway."""
    return changed(hybrid(), ["direct_connect", "dx", "account"], "apps")


def workloads() -> Body:
    """The company with two spokes that stacks of their team build: one that its deployer lets in, one that the
    network's team does. Each has a granted application."""
    body = company()
    body["accounts"]["team"] = {"id": "777788889999", "role": "deployer"}
    body["spokes"] |= {
        "vpc-t": {
            **spoke("prod", 2, account="team"),
            "applications": {"batch": {"number": 0}, "idle": {"number": 1}},
            "own_stack": {"deployer": "arn:aws:iam::777788889999:role/team/deployer"},
        },
        "vpc-u": {**spoke("nonprod", 1, account="team"), "applications": {"batch": {"number": 0}}, "own_stack": {}},
    }
    body["grants"]["batch"] = {"consumers": ["vpc-t/batch"], "service": "bedrock-runtime", "models": [NOVA]}
    body["grants"]["sandbox"]["consumers"].append("vpc-u/batch")
    return body


def planned(body: Body) -> NetworkPlan:
    """The plan of a spec, as the program makes it. Raises ``SpecError``."""
    return plan_spec(body, today=TODAY)


def accepted(body: Body) -> NetworkPlan | None:
    """The plan of a spec, or nothing where it is refused."""
    try:
        return planned(body)
    except SpecError:
        return None


def problems(body: Any) -> list[Problem]:
    """What the program finds wrong with a spec."""
    try:
        plan_spec(body, today=TODAY)
    except SpecError as error:
        return error.problems
    return []


def paths(found: Iterable[Problem]) -> list[str]:
    """Where problems are, as the reader sees it, sorted."""
    return sorted(dotted(p.path) for p in found)


def assert_refused(body: Any, path: str, given: object, because: str, remedy: str) -> None:
    """The spec has exactly this one problem: its place, what was given, what it conflicts with, the way out."""
    found = problems(body)
    assert paths(found) == [path]
    assert found[0].given == str(given)
    assert because in found[0].reason
    assert remedy in found[0].remedy


def changed(body: Body, path: Iterable[str | int], value: Any) -> Body:
    """A copy of the spec with one value set."""
    result = copy.deepcopy(body)
    *parents, last = path
    holder: Any = result
    for part in parents:
        holder = holder[part]
    holder[last] = value
    return result


def without(body: Body, path: Iterable[str | int]) -> Body:
    """A copy of the spec without one value."""
    result = copy.deepcopy(body)
    *parents, last = path
    holder: Any = result
    for part in parents:
        holder = holder[part]
    del holder[last]
    return result
