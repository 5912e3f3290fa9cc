"""A Site-to-Site VPN connection to the transit gateway."""

from typing import Any, Dict, List, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired, TypedDict

from .alarms import PERIOD, down_alarm
from .children import child, named
from .link_plans import VpnPlan

TUNNELS = ("tunnel1", "tunnel2")
EXTENDED = 2**31
"""From here on AWS takes a BGP number under another name (Amazon EC2 API reference, "CreateCustomerGateway")."""
PHASES: Dict[str, Any] = {
    "ike_versions": ["ikev2"],
    "phase1_encryption_algorithms": ["AES256-GCM-16"],
    "phase1_integrity_algorithms": ["SHA2-384", "SHA2-512"],
    "phase1_dh_group_numbers": [20, 21],
    "phase2_encryption_algorithms": ["AES256-GCM-16"],
    "phase2_integrity_algorithms": ["SHA2-384", "SHA2-512"],
    "phase2_dh_group_numbers": [20, 21],
}
"""What a tunnel accepts (AWS Site-to-Site VPN user guide, "Tunnel options"); the default accepts SHA-1 and group 2 too."""


class VpnLinkArgs(TypedDict):
    """Arguments of ``VpnLink``."""

    vpn: VpnPlan
    """Region, the customer's device, and what the networks behind it announce."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway."""
    transport_attachment_id: NotRequired[pulumi.Input[str]]
    """The Direct Connect attachment that it runs over, between private addresses. Left out: over the internet."""


class VpnLink(pulumi.ComponentResource):
    """Two tunnels with BGP to one device, IKEv2 and strong algorithms only, and an alarm for each tunnel.

    AWS makes the pre-shared keys and keeps them in Secrets Manager. The attachment belongs to no table until
    ``LinkMembership`` puts it there. Over Direct Connect AWS takes the addresses of its own ends from the transit gateway's block.

    Source: AWS Site-to-Site VPN user guide, "Tunnel options", "Private IP VPN with Direct Connect", "Monitor VPN tunnels using
    Amazon CloudWatch".
    """

    attachment_id: pulumi.Output[str]
    networks: pulumi.Output[Dict[str, List[str]]]
    """What each network behind the device announces, known before anything exists."""
    partner: pulumi.Output[str]
    """The partner behind the device; empty where on-premises networks are."""
    tunnel_addresses: pulumi.Output[Dict[str, str]]
    """AWS's outside address of each tunnel."""

    def __init__(self, name: str, args: VpnLinkArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:VpnLink", name, dict(args), opts)
        self._name, self._plan = name, args["vpn"]
        plan = args["vpn"]
        options: Dict[str, Any] = {f"{tunnel}_{key}": value for tunnel in TUNNELS for key, value in PHASES.items()}
        options |= {f"{tunnel}_inside_cidr": cidr for tunnel, cidr in zip(TUNNELS, plan["inside_cidrs"], strict=False)}
        if "transport_attachment_id" in args:
            options["outside_ip_address_type"] = "PrivateIpv4"
            options["transport_transit_gateway_attachment_id"] = args["transport_attachment_id"]
        self.connection = aws.ec2.VpnConnection(
            f"{name}-connection",
            region=plan["region"],
            type="ipsec.1",
            customer_gateway_id=self._device().id,
            transit_gateway_id=args["transit_gateway_id"],
            static_routes_only=False,
            enable_acceleration=plan["acceleration"],
            preshared_key_storage="SecretsManager",
            tunnel_inside_ip_version="ipv4",
            tags=named(plan["tags"], f"{name}-connection"),
            opts=child(self),
            **options,
        )
        self.tunnels = {"tunnel1": self.connection.tunnel1_address, "tunnel2": self.connection.tunnel2_address}
        for tunnel, address in self.tunnels.items():
            self._alarm(tunnel, address)
        self.attachment_id = self.connection.transit_gateway_attachment_id
        self.networks = pulumi.Output.from_input(plan["networks"])
        self.partner = pulumi.Output.from_input(plan["partner"])
        self.tunnel_addresses = pulumi.Output.all(**self.tunnels)
        self.register_outputs(
            {
                "attachment_id": self.attachment_id,
                "networks": self.networks,
                "partner": self.partner,
                "tunnel_addresses": self.tunnel_addresses,
            }
        )

    def _device(self) -> aws.ec2.CustomerGateway:
        plan, name, number = self._plan, f"{self._name}-customer-gateway", int(self._plan["customer_asn"])
        return aws.ec2.CustomerGateway(
            name,
            region=plan["region"],
            type="ipsec.1",
            ip_address=plan["address"],
            bgp_asn=str(number) if number < EXTENDED else None,
            bgp_asn_extended=str(number) if number >= EXTENDED else None,
            tags=named(plan["tags"], name),
            opts=child(self),
        )

    def _alarm(self, tunnel: str, address: pulumi.Output[str]) -> None:
        down_alarm(
            self,
            f"{self._name}-{tunnel}-alarm",
            self._plan["region"],
            self._plan["alarm_topic"],
            self._plan["tags"],
            f"BGP session in {tunnel} of VPN {self._plan['key']}",
            namespace="AWS/VPN",
            metric_name="TunnelState",
            statistic="Minimum",
            period=PERIOD,
            dimensions={"VpnId": self.connection.id, "TunnelIpAddress": address},
        )
