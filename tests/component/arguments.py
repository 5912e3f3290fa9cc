"""Arguments for each component, written by hand: plain data, ids as they look in AWS."""

from typing import Any

import pulumi

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
from bedrock_transit.segment_membership import SegmentMembership
from bedrock_transit.spoke_vpc import SpokeVpc
from bedrock_transit.transit_gateway import TransitGateway
from bedrock_transit.view_forwarder import ViewForwarder
from bedrock_transit.view_resolver import ViewResolver
from bedrock_transit.vpn_link import VpnLink

TAGS = {
    "owner": "team",
    "cost-center": "1",
    "data-classification": "internal",
    "network": "acme",
    "segment": "prod",
    "spoke": "shared",
}
ZONES = {"use1-az1": "10.0.0.0/28", "use1-az2": "10.0.0.16/28"}
HOST = "bedrock-runtime.us-east-1.amazonaws.com"
SHARED_TAGS = {**TAGS, "segment": "shared"}
ASSOCIATION = {
    "gateway": "dx",
    "region": "us-east-1",
    "own_account": False,
    "gateway_account_id": "444455556666",
    "transit_account_id": "111122223333",
    "allowed_prefixes": ["10.0.1.0/24", "10.0.16.0/26"],
    "networks": {"datacenter": ["172.16.0.0/16"]},
}

ARGUMENTS: dict[type[pulumi.ComponentResource], dict[str, Any]] = {
    TransitGateway: {
        "transit": {
            "region": "us-east-1",
            "amazon_side_asn": 64512,
            "tables": [{"segment": "prod", "blackholes": {"us-east-1": "10.0.0.0/8"}, "tags": TAGS}],
            "links": [],
            "share_with": ["444455556666"],
            "tags": TAGS,
        }
    },
    Hub: {
        "hub": {"region": "us-east-1", "cidr": "10.0.0.0/20", "attachment_subnets": ZONES, "tags": TAGS},
        "transit_gateway_id": "tgw-1",
        "hub_table_id": "tgw-rtb-hub",
    },
    EndpointSet: {
        "endpoint_set": {
            "region": "us-east-1",
            "segment": "prod",
            "block": "10.0.1.0/24",
            "subnets": {"use1-az1": "10.0.1.0/26", "use1-az2": "10.0.1.64/26"},
            "acl_blocks": ["10.1.0.0/16"],
            "acl_networks": [],
            "links": [],
            "classes": [
                {
                    "key": "chat",
                    "entries": [{"cidr": "10.1.0.0/24", "description": "vpc-a/chat"}],
                    "max_entries": 10,
                    "tags": TAGS,
                }
            ],
            "endpoints": [
                {
                    "service": "bedrock-runtime",
                    "service_name": "com.amazonaws.us-east-1.bedrock-runtime",
                    "zones": ["use1-az2"],
                    "policy": '{"Version":"2012-10-17","Statement":[]}',
                    "tags": TAGS,
                },
                {
                    "service": "old",
                    "service_name": "old",
                    "zones": ["use1-az1", "use1-az2"],
                    "policy": "",
                    "tags": TAGS,
                },
            ],
            "grants": [],
            "custom_models": [],
            "tags": TAGS,
        },
        "vpc_id": "vpc-hub",
        "attachment_id": "tgw-attach-hub",
        "transit_gateway_id": "tgw-1",
        "segment_table_id": "tgw-rtb-prod",
    },
    DnsView: {
        "view": {
            "region": "us-east-1",
            "segment": "prod",
            "distribution": "profile",
            "anchor_cidr": "10.0.16.0/25",
            "zones": [{"host": HOST, "service": "bedrock-runtime", "wildcard": False, "apex": True}],
            "allowed_names": [f"{HOST}."],
            "tags": TAGS,
        },
        "dns_names": {"bedrock-runtime": "vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com"},
        "dns_zone_ids": {"bedrock-runtime": "Z1"},
    },
    SpokeVpc: {
        "spoke": {
            "key": "vpc-a",
            "region": "us-east-1",
            "segment": "prod",
            "cidr": "10.1.0.0/20",
            "attachment_subnets": ZONES,
            "account": "apps",
            "own_account": True,
            "failover_blocks": {},
            "tags": TAGS,
        },
        "transit_gateway_id": "tgw-1",
        "profile_id": "rp-1",
    },
    SegmentMembership: {
        "region": "us-east-1",
        "attachment_id": "tgw-attach-1",
        "accept": True,
        "segment_table_id": "tgw-rtb-prod",
        "hub_table_id": "tgw-rtb-hub",
        "tags": TAGS,
    },
    Application: {
        "application": {
            "key": "chat",
            "region": "us-east-1",
            "block": "10.1.0.0/24",
            "subnets": {"use1-az1": "10.1.0.0/26", "use1-az2": "10.1.0.64/26"},
            "secondary": False,
            "endpoint_block": "10.0.1.0/24",
            "failover_blocks": {},
            "tags": TAGS,
        },
        "vpc_id": "vpc-1",
        "transit_gateway_id": "tgw-1",
    },
    DirectConnectGateway: {
        "gateway": {
            "key": "dx",
            "account": "network",
            "asn": 64700,
            "interfaces": [
                {
                    "key": "dc2",
                    "region": "us-east-1",
                    "location": "EqDC2",
                    "connection": "dxcon-ffabc123",
                    "hosted": "",
                    "vlan": 101,
                    "customer_asn": 65010,
                    "mtu": 8500,
                    "macsec": True,
                    "amazon_address": "169.254.255.1/30",
                    "customer_address": "169.254.255.2/30",
                    "alarm_topic": "",
                    "tags": SHARED_TAGS,
                },
                {
                    "key": "ny5",
                    "region": "us-east-2",
                    "location": "EqNY5",
                    "connection": "",
                    "hosted": "dxvif-ffabc124",
                    "vlan": 0,
                    "customer_asn": 0,
                    "mtu": 8500,
                    "macsec": False,
                    "amazon_address": "",
                    "customer_address": "",
                    "alarm_topic": "arn:aws:sns:us-east-2:111122223333:alarms",
                    "tags": SHARED_TAGS,
                },
            ],
            "tags": SHARED_TAGS,
        }
    },
    DirectConnectProposal: {
        "association": ASSOCIATION,
        "dx_gateway_id": "dxgw-1",
        "transit_gateway_id": "tgw-1",
    },
    DirectConnectAssociation: {"association": ASSOCIATION, "dx_gateway_id": "dxgw-1"},
    VpnLink: {
        "vpn": {
            "key": "office",
            "region": "us-east-1",
            "address": "198.51.100.7",
            "customer_asn": 65020,
            "acceleration": True,
            "inside_cidrs": [],
            "networks": {"office": ["192.168.10.0/24"]},
            "partner": "",
            "cloud": "",
            "alarm_topic": "",
            "tags": SHARED_TAGS,
        },
        "transit_gateway_id": "tgw-1",
    },
    ConnectLink: {
        "connect": {
            "key": "sdwan",
            "region": "us-east-1",
            "over": "dx",
            "peers": {"first": {"address": "172.16.0.1", "asn": 65010, "inside_cidr": "169.254.100.0/29"}},
            "networks": {"datacenter": ["172.16.0.0/16"]},
            "tags": SHARED_TAGS,
        },
        "transit_gateway_id": "tgw-1",
        "transport_attachment_id": "tgw-attach-dx",
    },
    LinkMembership: {
        "region": "us-east-1",
        "attachment_id": "tgw-attach-dx",
        "link_table_id": "tgw-rtb-dx",
        "hub_table_id": "tgw-rtb-hub",
    },
    ViewResolver: {
        "resolver": {
            "region": "us-east-1",
            "segment": "prod",
            "block": "10.0.16.0/26",
            "subnets": {"use1-az1": "10.0.16.0/28", "use1-az2": "10.0.16.16/28"},
            "addresses": {"use1-az1": "10.0.16.10", "use1-az2": "10.0.16.26"},
            "attachment_subnets": {"use1-az1": "10.0.16.64/28", "use1-az2": "10.0.16.80/28"},
            "clients": {"datacenter": ["172.16.0.53/32", "172.16.1.53/32"]},
            "max_entries": 10,
            "links": ["vpn"],
            "tags": TAGS,
        },
        "vpc_id": "vpc-anchor",
        "transit_gateway_id": "tgw-1",
        "hub_table_id": "tgw-rtb-hub",
        "link_table_ids": {"vpn": "tgw-rtb-vpn"},
        "firewall_rule_group_id": "rslvr-frg-1",
    },
    ViewForwarder: {
        "forwarder": {
            "region": "us-east-1",
            "segment": "prod",
            "addresses": {"use1-az1": "10.0.16.11", "use1-az2": "10.0.16.27"},
            "domains": {"corp.acme.example": {"network": "datacenter", "servers": ["172.16.0.53/32"]}},
            "servers": {"datacenter": ["172.16.0.53/32"]},
            "max_entries": 10,
            "tags": TAGS,
        },
        "vpc_id": "vpc-anchor",
        "subnet_ids": {"use1-az1": "subnet-1", "use1-az2": "subnet-2"},
        "route_table_id": "rtb-1",
        "transit_gateway_id": "tgw-1",
        "profile_id": "rp-1",
    },
    GatewayPeering: {
        "peering": {
            "requester": {
                "region": "us-east-1",
                "endpoint_blocks": {"prod": "10.16.1.0/24"},
                "consumers": {"vpc-w/batch": "10.17.0.0/24"},
            },
            "accepter": {
                "region": "us-west-2",
                "endpoint_blocks": {"prod": "10.0.1.0/24"},
                "consumers": {"vpc-a/chat": "10.1.0.0/24"},
            },
            "tags": SHARED_TAGS,
        },
        "transit_gateway_id": "tgw-1",
        "peering_table_id": "tgw-rtb-peering",
        "hub_table_id": "tgw-rtb-hub",
        "segment_table_ids": {"prod": "tgw-rtb-prod"},
        "peer_transit_gateway_id": "tgw-2",
        "peer_peering_table_id": "tgw-rtb-peering-2",
        "peer_hub_table_id": "tgw-rtb-hub-2",
        "peer_segment_table_ids": {"prod": "tgw-rtb-prod-2"},
    },
    FailoverNames: {
        "names": {
            "region": "us-east-1",
            "segment": "prod",
            "hosts": {"bedrock-runtime.us-west-2.amazonaws.com": "us-west-2"},
        },
        "profile_id": "rp-1",
        "zone_arns": {"bedrock-runtime.us-west-2.amazonaws.com": "arn:aws:route53:::hostedzone/Z2"},
    },
}
