"""The components as a package: the plugin host over its real gRPC protocol, started as the engine starts it.

What this does not prove: that `pulumi package add` generates an SDK that a consumer can use (it needs Pulumi's language
hosts), and that the example runs in Pulumi's YAML language: its properties are read and given to the host.
"""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pulumi
import pulumi_aws as aws
import pytest
import yaml
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi import automation
from pulumi.runtime.proto import (
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
)
from specs import changed, company, connect, failover, forwarding, hybrid, planned, workloads
from standin.process import StandIn
from typing_extensions import is_typeddict

from bedrock_transit import link_plans, plans, training_plans
from bedrock_transit.application import Application
from bedrock_transit.connect_link import ConnectLink
from bedrock_transit.direct_connect_association import DirectConnectAssociation
from bedrock_transit.direct_connect_gateway import DirectConnectGateway
from bedrock_transit.direct_connect_proposal import DirectConnectProposal
from bedrock_transit.dns_view import DnsView
from bedrock_transit.endpoint_set import EndpointSet
from bedrock_transit.failover_names import FailoverNames
from bedrock_transit.gateway_peering import GatewayPeering
from bedrock_transit.hub import Hub
from bedrock_transit.link_membership import LinkMembership
from bedrock_transit.membership_role import MembershipRole
from bedrock_transit.planners import NetworkPlan
from bedrock_transit.segment_membership import SegmentMembership
from bedrock_transit.spoke_vpc import SpokeVpc
from bedrock_transit.training_data import TrainingData
from bedrock_transit.training_network import TrainingNetwork
from bedrock_transit.training_roles import TrainingRoles
from bedrock_transit.transit_gateway import TransitGateway
from bedrock_transit.view_forwarder import ViewForwarder
from bedrock_transit.view_resolver import ViewResolver
from bedrock_transit.vpn_link import VpnLink
from transitctl.offline import plain, record

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "components"
NAME = "bedrock-transit"

Schema = dict[str, Any]


@dataclass(frozen=True)
class Registered:
    """What identifies a registration, and what it asks for."""

    type: str
    name: str
    parent: str
    inputs: str
    """As JSON text, sorted."""


class Recorder(resource_pb2_grpc.ResourceMonitorServicer, engine_pb2_grpc.EngineServicer):
    """Engine and monitor: gives every resource a URN and no id, as in the preview of a stack that holds nothing."""

    def __init__(self) -> None:
        self.requests: list[resource_pb2.RegisterResourceRequest] = []
        self.outputs: dict[str, set[str]] = {}

    def GetDeploymentInfo(self, request: Any, context: Any) -> resource_pb2.DeploymentInfo:  # noqa: ARG002, N802
        return resource_pb2.DeploymentInfo(supportedFeatures=[resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS])

    def RegisterResource(self, request: Any, context: Any) -> resource_pb2.RegisterResourceResponse:  # noqa: ARG002, N802
        self.requests.append(request)
        return resource_pb2.RegisterResourceResponse(urn=urn(request.type, request.name), object=request.object)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: ARG002, N802
        self.outputs[request.urn] = set(request.outputs.fields)
        return empty_pb2.Empty()

    def Log(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: ARG002, N802
        return empty_pb2.Empty()


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::{NAME}::{token}::{name}"


@dataclass
class Plugin:
    """The running host, with the engine that it was told of."""

    stub: provider_pb2_grpc.ResourceProviderStub
    engine: Recorder
    address: str

    def construct(
        self, component: str, name: str, inputs: Mapping[str, Any]
    ) -> tuple[list[resource_pb2.RegisterResourceRequest], dict[str, Any]]:
        """What the host registers when it is asked for a component in a preview, and the component's outputs."""
        self.engine.requests.clear()
        request = provider_pb2.ConstructRequest(
            project=NAME, stack="dev", dryRun=True, monitorEndpoint=self.address, type=token(component), name=name
        )
        request.inputs.CopyFrom(json_format.ParseDict(dict(inputs), struct_pb2.Struct()))
        response = self.stub.Construct(request, timeout=60)
        return list(self.engine.requests), plain(response.state)


@pytest.fixture(scope="module")
def plugin() -> Iterator[Plugin]:
    """The host, started on the package's folder with an engine's address; its first line is its port."""
    engine, server = Recorder(), grpc.server(futures.ThreadPoolExecutor(8))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(engine, server)
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    command = [sys.executable, "-u", str(PACKAGE), address]
    with subprocess.Popen(command, cwd=PACKAGE, stdout=subprocess.PIPE, text=True) as host:
        assert host.stdout
        with grpc.insecure_channel(f"127.0.0.1:{int(host.stdout.readline())}") as channel:
            yield Plugin(provider_pb2_grpc.ResourceProviderStub(channel), engine, address)
        host.terminate()
    server.stop(None)


@pytest.fixture(scope="module")
def schema(plugin: Plugin) -> Schema:
    found: Schema = json.loads(plugin.stub.GetSchema(provider_pb2.GetSchemaRequest()).schema)
    return found


def token(component: str) -> str:
    return f"{NAME}:index:{component}"


# The schema -----------------------------------------------------------------------------------------------------------


def test_the_package_offers_the_projects_components_and_nothing_else(schema: Schema) -> None:
    assert set(schema["resources"]) == {token(name) for name in arguments()}
    assert all(resource["isComponent"] for resource in schema["resources"].values())


def test_the_readme_documents_every_input_and_output_of_every_component(schema: Schema) -> None:
    """The tables of components/README.md: `input` or `output`, the name, whether it is required, what it is."""
    offered = {
        (component.rpartition(":")[2], kind, name, kind == "input" and name in resource["requiredInputs"])
        for component, resource in schema["resources"].items()
        for kind, properties in (("input", "inputProperties"), ("output", "properties"))
        for name in resource[properties]
    }
    assert documented() == offered


def documented() -> set[tuple[str, str, str, bool]]:
    rows: set[tuple[str, str, str, bool]] = set()
    component = ""
    for line in (PACKAGE / "README.md").read_text().splitlines():
        if heading := re.match(r"### (\w+)$", line):
            component = heading[1]
        elif row := re.match(r"\| (input|output) \| `(\w+)` \| ([^|]*)\|", line):
            rows.add((component, row[1], row[2], row[3].strip() == "yes"))
    return rows


def test_every_plan_type_is_in_the_schema_with_its_fields(schema: Schema) -> None:
    """A plan is one argument; its parts are types of the package, so that editors of all languages know them.

    ``TrainingPlan`` is the hand-off of three components' plans and no argument of any.
    """
    defined = {
        name: {camel(field) for field in value.__annotations__}
        for name, value in {**vars(plans), **vars(link_plans), **vars(training_plans)}.items()
        if name.endswith("Plan") and is_typeddict(value) and value is not training_plans.TrainingPlan
    }
    assert {name.rpartition(":")[2]: set(t["properties"]) for name, t in schema["types"].items()} == defined


def test_the_contract_lists_the_fields_of_a_grant() -> None:
    """The host hands the parts of a list on as they are: their names must be the same in Python and in the schema."""
    contract = (PACKAGE / "README.md").read_text().partition("**Registered outputs.**")[2].partition("**Tag keys.**")[0]
    fields = re.findall(r"^\| `(\w+)` \|", contract, re.MULTILINE)
    assert fields == list(plans.GrantPlan.__annotations__)
    assert [camel(field) for field in fields] == fields


def test_plans_are_plain_so_that_nothing_unknown_can_get_into_them(schema: Schema) -> None:
    """Else a policy document could become unknown at preview (docs/decisions/0004-policies-from-known-values.md)."""
    inputs = [i for resource in schema["resources"].values() for i in resource["inputProperties"].values()]
    plan_inputs = [i for i in inputs if "$ref" in i and i["$ref"].endswith("Plan")]
    assert len(plan_inputs) == len(arguments()) - 2, "each component but the two memberships takes one plan"
    assert all(i.get("plain") for i in plan_inputs)


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


# Versions -------------------------------------------------------------------------------------------------------------


def test_the_version_is_the_projects(schema: Schema, plugin: Plugin) -> None:
    project = re.findall(r'^version = "([\d.]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    released = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert [schema["version"], plugin.stub.GetPluginInfo(empty_pb2.Empty()).version] == project * 2 == released[:1] * 2


def test_the_package_asks_for_the_versions_of_the_lock() -> None:
    locked = dict(re.findall(r"^([\w-]+)==([\w.]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    asked = dict(re.findall(r"^([\w-]+)==([\w.]+)$", (PACKAGE / "requirements.txt").read_text(), re.MULTILINE))
    assert set(asked) == {"pulumi", "pulumi-aws", "typing-extensions"}
    assert asked == {name: locked[name] for name in asked}


# Construct ------------------------------------------------------------------------------------------------------------


def tuning() -> NetworkPlan:
    """The company with a training network."""
    uploaders = {"pipeline": {"role": "arn:aws:iam::444455556666:role/pipeline"}}
    application = {"number": 9, "training": {"uploaders": uploaders}}
    return planned(changed(company(), ["spokes", "vpc-a", "applications", "tuning"], application))


def arguments() -> dict[str, tuple[type[pulumi.ComponentResource], dict[str, Any]]]:
    """Each component with the arguments that the program would give it, ids as they look in AWS."""
    network = planned(hybrid())
    region = network.regions["us-east-1"]
    tgw, spoke, view = {"transit_gateway_id": "tgw-1"}, region.spokes["vpc-a"], region.views["prod"]
    names = {zone["service"]: f"vpce-1.{zone['host']}" for zone in view["zones"]}
    hub = {"vpc_id": "vpc-1", "attachment_id": "tgw-attach-1", "segment_table_id": "tgw-rtb-1"}
    links = {"direct-connect": "tgw-rtb-3", "vpn": "tgw-rtb-4"}
    association = {"association": region.associations["dx"], "dx_gateway_id": "dxgw-1"}
    two = planned(failover())
    names_there = two.regions["us-east-1"].failover_names["prod"]
    training = tuning().regions["us-east-1"].trainings["vpc-a"]["tuning"]
    membership = {"attachment_id": "tgw-attach-2", "segment_table_id": "tgw-rtb-1", "hub_table_id": "tgw-rtb-2"}
    return {
        "TransitGateway": (TransitGateway, {"transit": region.transit}),
        "Hub": (Hub, {"hub": region.hub, "hub_table_id": "tgw-rtb-2", **tgw}),
        "EndpointSet": (
            EndpointSet,
            {"endpoint_set": region.endpoint_sets["prod"], "link_table_ids": links, **hub, **tgw},
        ),
        "DnsView": (DnsView, {"view": view, "dns_names": names, "dns_zone_ids": dict.fromkeys(names, "Z1")}),
        "SpokeVpc": (SpokeVpc, {"spoke": spoke, "profile_id": "rp-1", **tgw}),
        "SegmentMembership": (
            SegmentMembership,
            {
                "region": "us-east-1",
                "accept": True,
                "tags": spoke["tags"],
                "peering_table_id": "tgw-rtb-5",
                "failover_blocks": two.regions["us-east-1"].spokes["vpc-a"]["failover_blocks"],
                **membership,
            },
        ),
        "MembershipRole": (
            MembershipRole,
            {"role": planned(workloads()).regions["us-east-1"].own_stacks["vpc-t"]},
        ),
        "Application": (
            Application,
            {"application": two.regions["us-east-1"].applications["vpc-a"]["chat"], "vpc_id": "vpc-2", **tgw},
        ),
        "TrainingNetwork": (
            TrainingNetwork,
            {
                "training": training["network"],
                "vpc_id": "vpc-2",
                "route_table_id": "rtb-1",
                "security_group_id": "sg-1",
            },
        ),
        "TrainingData": (TrainingData, {"data": training["data"]}),
        "TrainingRoles": (TrainingRoles, {"roles": training["roles"]}),
        "DirectConnectGateway": (DirectConnectGateway, {"gateway": network.gateways["dx"], "bgp_keys": {"dc2": "key"}}),
        "DirectConnectProposal": (DirectConnectProposal, {**association, **tgw}),
        "DirectConnectAssociation": (DirectConnectAssociation, {**association, **tgw}),
        "VpnLink": (VpnLink, {"vpn": region.vpns["office"], **tgw}),
        "ConnectLink": (
            ConnectLink,
            {
                "connect": planned(connect()).regions["us-east-1"].connects["sdwan"],
                "transport_attachment_id": "tgw-attach-3",
                **tgw,
            },
        ),
        "LinkMembership": (
            LinkMembership,
            {
                "region": "us-east-1",
                "attachment_id": "tgw-attach-3",
                "link_table_id": "tgw-rtb-3",
                "hub_table_id": "tgw-rtb-2",
            },
        ),
        "ViewResolver": (
            ViewResolver,
            {
                "resolver": region.resolvers["prod"],
                "vpc_id": "vpc-3",
                "hub_table_id": "tgw-rtb-2",
                "link_table_ids": links,
                "firewall_rule_group_id": "rslvr-frg-1",
                **tgw,
            },
        ),
        "ViewForwarder": (
            ViewForwarder,
            {
                "forwarder": planned(forwarding()).regions["us-east-1"].forwarders["prod"],
                "vpc_id": "vpc-3",
                "subnet_ids": {"use1-az1": "subnet-1", "use1-az2": "subnet-2"},
                "route_table_id": "rtb-1",
                "profile_id": "rp-1",
                **tgw,
            },
        ),
        "GatewayPeering": (
            GatewayPeering,
            {
                "peering": two.peerings["us-east-1-us-west-2"],
                "peering_table_id": "tgw-rtb-5",
                "hub_table_id": "tgw-rtb-2",
                "segment_table_ids": {"prod": "tgw-rtb-1"},
                "peer_transit_gateway_id": "tgw-2",
                "peer_peering_table_id": "tgw-rtb-6",
                "peer_hub_table_id": "tgw-rtb-7",
                "peer_segment_table_ids": {},
                **tgw,
            },
        ),
        "FailoverNames": (
            FailoverNames,
            {
                "names": names_there,
                "profile_id": "rp-1",
                "zone_arns": {host: f"arn:aws:route53:::hostedzone/{host}" for host in names_there["hosts"]},
            },
        ),
    }


@pytest.mark.parametrize("component", arguments())
def test_the_package_registers_what_the_program_registers(component: str, plugin: Plugin, schema: Schema) -> None:
    """Types, names, parents and inputs of the component and all its children, in the package and in the process."""
    made, args = arguments()[component]
    here = record("dev", {}, lambda: made("it", args))  # type: ignore[call-arg]
    requests, state = plugin.construct(component, "it", outward(args, schema["resources"][token(component)], schema))
    inside = {Registered(r.type, r.name, last(r.parent), text(r.inputs)) for r in here.resources.values() if r.custom}
    assert {Registered(r.type, r.name, last(r.parent), text(plain(r.object))) for r in requests if r.custom} == inside
    assert [r.type for r in requests if not r.custom] == [token(component)]
    shape = schema["resources"][token(component)]
    registered = {camel(output) for output in plugin.engine.outputs[urn(token(component), "it")]}
    assert set(shape["required"]) <= set(state) <= set(shape["properties"])
    assert set(shape["required"]) <= registered <= set(shape["properties"]), "what the policy pack reads"


def outward(args: Mapping[str, Any], shape: Schema, schema: Schema) -> dict[str, Any]:
    """Arguments as another language writes them: the schema's names instead of Python's, in plans too."""
    properties = shape["inputProperties"] if "inputProperties" in shape else shape["properties"]
    names = {camel(name): value for name, value in args.items()}
    return {name: _outward(value, properties[name], schema) for name, value in names.items()}


def _outward(value: Any, shape: Schema, schema: Schema) -> Any:
    if shape.get("$ref"):
        return outward(value, schema["types"][shape["$ref"].removeprefix("#/types/")], schema)
    if shape.get("items"):
        return [_outward(item, shape["items"], schema) for item in value]
    if shape.get("additionalProperties"):
        return {key: _outward(item, shape["additionalProperties"], schema) for key, item in value.items()}
    return value


def last(urn_text: str) -> str:
    return urn_text.rpartition("::")[2]


def text(inputs: Any) -> str:
    return json.dumps(inputs, sort_keys=True)


def test_a_missing_input_is_refused_with_its_place(plugin: Plugin) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        plugin.construct("SpokeVpc", "it", {"transitGatewayId": "tgw-1", "spoke": {"key": "vpc-a"}})
    assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert (
        b"Missing required input 'spoke.region' on 'SpokeVpc'"
        in dict(caught.value.trailing_metadata())["grpc-status-details-bin"]
    )


# The example ----------------------------------------------------------------------------------------------------------


def example() -> dict[str, Any]:
    resources = yaml.safe_load((PACKAGE / "example" / "Pulumi.yaml").read_text())["resources"]
    return {name: value for name, value in resources.items() if value["type"].startswith(f"{NAME}:")}


@pytest.mark.parametrize("name", example())
def test_the_example_states_every_required_input_and_no_unknown_one(name: str, schema: Schema) -> None:
    resource = example()[name]
    shape = schema["resources"][resource["type"]]
    assert misfits(resource["properties"], shape["inputProperties"], shape["requiredInputs"], schema) == []


def misfits(value: Mapping[str, Any], properties: Schema, required: list[str], schema: Schema) -> list[str]:
    found = [f"unknown {name}" for name in set(value) - set(properties)]
    found += [f"missing {name}" for name in set(required) - set(value)]
    for name in set(value) & set(properties):
        if properties[name].get("$ref"):
            shape = schema["types"][properties[name]["$ref"].removeprefix("#/types/")]
            found += misfits(value[name], shape["properties"], shape.get("required") or [], schema)
    return found


def test_the_example_builds_a_spoke_of_twenty_resources(plugin: Plugin) -> None:
    """docs/network.md lists them: one application in two zones, in another account than the transit gateway's."""
    made = [
        request
        for name, resource in example().items()
        for request in plugin.construct(resource["type"].rpartition(":")[2], name, resource["properties"])[0]
    ]
    assert sum(request.custom for request in made) == 20


# The engine -----------------------------------------------------------------------------------------------------------


class Remote(pulumi.ComponentResource):
    """A component of the package, registered as a generated SDK registers it."""

    def __init__(self, component: str, name: str, args: Mapping[str, Any], schema: Schema, opts: Any) -> None:
        shape = schema["resources"][token(component)]
        outputs = dict.fromkeys(shape["properties"])
        super().__init__(token(component), name, {**outputs, **outward(args, shape, schema)}, opts, remote=True)

    def __getitem__(self, output: str) -> Any:
        return self.__dict__[output]


def spoke_from_the_package(schema: Schema) -> None:
    """A program of another team: gateway, spoke, membership and application, all of them from the package."""
    region = planned(hybrid()).regions["us-east-1"]
    spoke, application = region.spokes["vpc-a"], region.applications["vpc-a"]["chat"]
    role = aws.ProviderAssumeRoleArgs(role_arn="arn:aws:iam::444455556666:role/deployer")
    account = aws.Provider("apps", region="us-east-1", allowed_account_ids=["444455556666"], assume_roles=[role])

    def of_the_package(component: str, name: str, args: Mapping[str, Any], after: Any = None) -> Remote:
        options = pulumi.ResourceOptions(providers={"aws": account}, depends_on=after)
        return Remote(component, name, args, schema, options)

    transit = of_the_package(
        "TransitGateway", "transit", {"transit": {**region.transit, "links": [], "share_with": []}}
    )
    gateway = {"transit_gateway_id": transit["transitGatewayId"]}
    vpc = of_the_package("SpokeVpc", "vpc-a", {"spoke": {**spoke, "own_account": True}, **gateway})
    tables = {"segment_table_id": transit["segmentTableIds"]["prod"], "hub_table_id": transit["hubTableId"]}
    ours = {"region": "us-east-1", "attachment_id": vpc["attachmentId"], "accept": False, "tags": spoke["tags"]}
    member = of_the_package("SegmentMembership", "vpc-a-membership", {**ours, **tables})
    chat = {"application": application, "vpc_id": vpc["vpcId"], **gateway}
    pulumi.export("subnets", of_the_package("Application", "vpc-a.chat", chat, after=[member])["subnetIds"])


@pytest.mark.engine
def test_the_real_engine_builds_a_spoke_through_the_package_and_finds_nothing_to_change(
    schema: Schema, tmp_path: Path, cli: Path
) -> None:
    """With the stand-in provider behind it. The package is an executable on PATH here, since the CLI that the tests build
    has no Python language host, which would start the package from its folder."""
    host = tmp_path / f"pulumi-resource-{NAME}"
    host.write_text(f'#!/bin/sh\nexec "{sys.executable}" -u "{PACKAGE}" "$@"\n')
    host.chmod(0o755)
    with StandIn() as stand_in:
        settings = automation.LocalWorkspaceOptions(
            project_settings=automation.ProjectSettings(
                NAME, "python", backend=automation.ProjectBackend(tmp_path.as_uri())
            ),
            pulumi_command=automation.PulumiCommand(root=str(cli)),
            pulumi_home=str(tmp_path / "home"),
            env_vars={
                "PATH": f"{tmp_path}:{os.environ['PATH']}",
                "PULUMI_CONFIG_PASSPHRASE": "",
                "PULUMI_DEBUG_PROVIDERS": f"aws:{stand_in.port}",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
                "PULUMI_SKIP_UPDATE_CHECK": "true",
            },
        )
        program = functools.partial(spoke_from_the_package, schema)
        stack = automation.create_stack("dev", project_name=NAME, program=program, opts=settings)
        built = stack.up()
        again = stack.preview()
        gone = stack.destroy()
    assert set(built.outputs["subnets"].value) == {"use1-az1", "use1-az2"}
    assert set(again.change_summary) == {"same"}
    assert gone.summary.resource_changes == {"delete": (built.summary.resource_changes or {})["create"]}
