"""A Direct Connect gateway and its virtual interfaces."""

from typing import Dict, Mapping, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired, TypedDict

from .alarms import PERIOD, down_alarm
from .children import child, ids, named
from .link_plans import DirectConnectGatewayPlan, VirtualInterfacePlan


class DirectConnectGatewayArgs(TypedDict):
    """Arguments of ``DirectConnectGateway``."""

    gateway: DirectConnectGatewayPlan
    """BGP number and virtual interfaces."""
    bgp_keys: NotRequired[Mapping[str, pulumi.Input[str]]]
    """BGP key of an own interface, by the interface's name. Kept secret. Without one AWS makes a key."""


class DirectConnectGateway(pulumi.ComponentResource):
    """A Direct Connect gateway with an interface for each way to it, and an alarm for each interface.

    Own interfaces are made on a connection, hosted ones are accepted. SiteLink is off: locations do not reach each other
    through AWS. Which transit gateways it leads to is said by ``DirectConnectAssociation``. It belongs to no Region;
    each interface belongs to the Region of its location.

    Source: AWS Direct Connect user guide, "Direct Connect gateways", "Transit virtual interfaces"; "Monitor with Amazon
    CloudWatch" (``VirtualInterfaceBgpStatus``).
    """

    gateway_id: pulumi.Output[str]
    interface_ids: pulumi.Output[Dict[str, str]]
    """Each virtual interface."""

    def __init__(
        self, name: str, args: DirectConnectGatewayArgs, opts: Optional[pulumi.ResourceOptions] = None
    ) -> None:
        inputs = dict(args)
        if "bgp_keys" in args:  # whoever passes plain text: the component's own inputs stand in the state too
            inputs["bgp_keys"] = pulumi.Output.secret(args["bgp_keys"])
        super().__init__("bedrock-transit:index:DirectConnectGateway", name, inputs, opts)
        self._name, self._args = name, args
        plan = args["gateway"]
        self.account = plan["account"]
        self.gateway = aws.directconnect.Gateway(
            f"{name}-gateway",
            amazon_side_asn=str(int(plan["asn"])),
            tags=named(plan["tags"], f"{name}-gateway"),
            opts=child(self),
        )
        self.interfaces = {interface["key"]: self._interface(interface) for interface in plan["interfaces"]}
        self.gateway_id = self.gateway.id
        self.interface_ids = ids(self.interfaces)
        self.register_outputs({"gateway_id": self.gateway_id, "interface_ids": self.interface_ids})

    def _interface(self, plan: VirtualInterfacePlan) -> pulumi.CustomResource:
        """A key may hold any word: a dot sets it apart in the logical name."""
        name = f"{self._name}.{plan['key']}"
        interface = self._hosted(name, plan) if plan["hosted"] else self._own(name, plan)
        # A query, since a plain metric needs the connection, which nobody tells of a hosted interface. Of one address family
        # alone: the one that an interface does not use may be published as down.
        state = "SELECT MIN(VirtualInterfaceBgpStatus) FROM \"AWS/DX\" WHERE IpAddressFamily = 'ipv4' AND VirtualInterfaceId = "
        down_alarm(
            self,
            f"{name}-alarm",
            plan["region"],
            plan["alarm_topic"],
            plan["tags"],
            f"BGP session of {plan['key']} at {plan['location']}",
            metric_queries=[
                {
                    "id": "state",
                    "expression": pulumi.Output.concat(state, "'", interface.id, "'"),
                    "period": PERIOD,
                    "return_data": True,
                }
            ],
        )
        return interface

    def _own(self, name: str, plan: VirtualInterfacePlan) -> aws.directconnect.TransitVirtualInterface:
        key = self._args.get("bgp_keys", {}).get(plan["key"])
        options = child(self)
        options.delete_before_replace = True  # two interfaces cannot have one VLAN
        options.additional_secret_outputs = ["bgpAuthKey"]  # the key that AWS makes, where none is stated
        return aws.directconnect.TransitVirtualInterface(
            name,
            name=f"{self._args['gateway']['key']}-{plan['key']}",
            region=plan["region"],
            connection_id=plan["connection"],
            dx_gateway_id=self.gateway.id,
            vlan=plan["vlan"],
            address_family="ipv4",
            bgp_asn_long=str(int(plan["customer_asn"])),
            bgp_auth_key=pulumi.Output.secret(key) if key is not None else None,
            amazon_address=plan["amazon_address"] or None,
            customer_address=plan["customer_address"] or None,
            mtu=plan["mtu"],
            sitelink_enabled=False,
            tags=named(plan["tags"], name),
            opts=options,
        )

    def _hosted(self, name: str, plan: VirtualInterfacePlan) -> aws.directconnect.HostedTransitVirtualInterfaceAcceptor:
        return aws.directconnect.HostedTransitVirtualInterfaceAcceptor(
            name,
            region=plan["region"],
            virtual_interface_id=plan["hosted"],
            dx_gateway_id=self.gateway.id,
            tags=named(plan["tags"], name),
            opts=child(self),
        )
