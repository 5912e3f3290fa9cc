"""The network of one stack: reads the spec, plans it, builds the components in the order of the picture, exports."""

import sys
from pathlib import Path

import pulumi

sys.path.insert(0, str(Path(__file__).resolve().parent / "components"))

from bedrock_transit.accounts import providers
from bedrock_transit.core import build_cores
from bedrock_transit.hybrid import build_gateways
from bedrock_transit.peerings import build_failover
from bedrock_transit.planners import plan_spec
from bedrock_transit.region import build_region, build_workloads
from bedrock_transit.spec import SpecError

config = pulumi.Config("bedrock-transit")
try:
    network = plan_spec(config.require_object("network"))
except SpecError as error:
    raise pulumi.RunError(str(error)) from None

accounts = providers(network)
gateways = build_gateways(network, accounts, config.get_secret_object("bgp_keys"))
cores = build_cores(network, accounts)
build_failover(network, cores, accounts)
regions = {name: build_region(network, name, cores, accounts, gateways) for name in network.regions}

for name, region in regions.items():
    pulumi.export(name, region)
pulumi.export("workloads", build_workloads(network, cores, accounts))
pulumi.export("exceptions", network.exceptions)
