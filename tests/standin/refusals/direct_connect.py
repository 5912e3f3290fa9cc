"""What AWS refuses about Direct Connect: virtual interfaces, associations of gateways, allowed prefixes."""

from ..errors import AwsError
from ..world import Thing, World
from .lookups import ASSOCIATION, associated_gateway, network, number_of, prefixes_of

_GATEWAY = "directconnect.Gateway"
_PROPOSAL = "directconnect.GatewayAssociationProposal"
_HOSTED = "directconnect.HostedTransitVirtualInterface"
_INTERFACES = ("directconnect.TransitVirtualInterface", _HOSTED)
_REFUSED = "DirectConnectClientException"
_INTERFACES_PER_CONNECTION = 4
_TRANSIT_GATEWAYS_PER_GATEWAY = 6
_PREFIXES_PER_ASSOCIATION = 200


def interface_has_one_number(_world: World, interface: Thing) -> None:
    """The customer's ASN is given once, in the short or in the long argument."""
    if bool(interface["bgpAsn"]) == bool(interface["bgpAsnLong"]):
        raise AwsError("InvalidParameterCombination: exactly one of bgpAsn, bgpAsnLong is needed.")


def connection_has_room(world: World, interface: Thing) -> None:
    """A dedicated connection has a VLAN once and at most 4 transit virtual interfaces."""
    if not 1 <= interface["vlan"] <= 4094:
        raise AwsError(f"{_REFUSED}: VLAN {interface['vlan']} is not between 1 and 4094.")
    others = [
        each for each in world.of(*_INTERFACES, but=interface) if each["connectionId"] == interface["connectionId"]
    ]
    if any(other["vlan"] == interface["vlan"] for other in others):
        raise AwsError(f"{_REFUSED}: VLAN {interface['vlan']} is already in use on {interface['connectionId']}.")
    if len(others) >= _INTERFACES_PER_CONNECTION:
        raise AwsError(f"{_REFUSED}: {interface['connectionId']} has {len(others)} transit virtual interfaces already.")


def interface_is_accepted_by_its_owner(world: World, acceptor: Thing) -> None:
    """A hosted interface is accepted by the account it is for.

    It then stays on the gateway until it is deleted itself: the provider deletes an acceptance without a call.
    """
    interface = world.get(_HOSTED, acceptor["virtualInterfaceId"])
    gateway = world.get(_GATEWAY, acceptor["dxGatewayId"])
    if interface is None or gateway is None or interface["ownerAccountId"] != acceptor.account:
        raise AwsError(f"{_REFUSED}: Virtual Interface {acceptor['virtualInterfaceId']} does not exist.")
    interface.rely_on(gateway)


def proposal_names_the_owner(world: World, proposal: Thing) -> None:
    """A proposal is sent to the account that owns the Direct Connect gateway."""
    gateway = world.get(_GATEWAY, proposal["dxGatewayId"])
    if gateway and gateway.account != proposal["dxGatewayOwnerAccountId"]:
        raise AwsError(
            f"{_REFUSED}: Direct Connect Gateway {gateway.id} does not exist in {proposal['dxGatewayOwnerAccountId']}."
        )


def accepted_proposal_stands(world: World, proposal: Thing) -> None:
    """The provider replaces a proposal with other prefixes while it is pending, and cannot update an accepted one.

    The stand-in refuses both: its Diff knows no world, so it cannot tell whether a proposal is pending.
    """
    before = world.get(_PROPOSAL, proposal.id)
    if before and set(before["allowedPrefixes"] or []) != set(proposal["allowedPrefixes"] or []):
        raise AwsError("ProviderError: doesn't support update")


def association_has_one_source(world: World, association: Thing) -> None:
    """An association names a gateway of its account, or accepts the proposal of the account that it names."""
    proposal = world.get(_PROPOSAL, str(association["proposalId"]))
    if bool(association["associatedGatewayId"]) == bool(proposal):
        raise AwsError("InvalidParameterCombination: exactly one of associatedGatewayId, proposalId is needed.")
    if proposal is None:
        return
    names = (proposal["dxGatewayId"], proposal.account)
    if names != (association["dxGatewayId"], association["associatedGatewayOwnerAccountId"]):
        raise AwsError(f"{_REFUSED}: Direct Connect Gateway Association Proposal {proposal.id} is not found.")


def gateways_have_two_numbers(world: World, association: Thing) -> None:
    """A Direct Connect gateway and a Transit Gateway on it have different ASNs."""
    gateway, dx_gateway = associated_gateway(world, association), world.get(_GATEWAY, association["dxGatewayId"])
    if gateway and dx_gateway and number_of(gateway) == number_of(dx_gateway):
        raise AwsError(f"{_REFUSED}: {gateway.id} and {dx_gateway.id} have the same ASN, {number_of(gateway)}.")


def each_region_has_its_number(world: World, association: Thing) -> None:
    """Transit Gateways of different Regions on one Direct Connect gateway have different ASNs."""
    gateway = associated_gateway(world, association)
    for other in _beside(world, association):
        neighbour = associated_gateway(world, other)
        if gateway and neighbour and neighbour.region != gateway.region and number_of(neighbour) == number_of(gateway):
            raise AwsError(f"{_REFUSED}: {gateway.id} and {neighbour.id} have the same ASN, {number_of(gateway)}.")


def gateway_has_room_for_association(world: World, association: Thing) -> None:
    """A Direct Connect gateway has at most 6 Transit Gateways."""
    if len(_beside(world, association)) >= _TRANSIT_GATEWAYS_PER_GATEWAY:
        raise AwsError(f"{_REFUSED}: {association['dxGatewayId']} has the maximum number of transit gateways.")


def prefixes_are_some(world: World, association: Thing) -> None:
    """An association allows between 1 and 200 prefixes: nothing else is advertised."""
    prefixes = prefixes_of(world, association)
    if not 1 <= len(prefixes) <= _PREFIXES_PER_ASSOCIATION:
        raise AwsError(f"{_REFUSED}: {len(prefixes)} allowed prefixes, between 1 and 200 are needed.")
    for prefix in prefixes:
        network(prefix, f"{_REFUSED}: The prefix {prefix} is invalid.")


def prefixes_are_apart(world: World, association: Thing) -> None:
    """Two Transit Gateways on one Direct Connect gateway never advertise the same address."""
    mine = [network(prefix, "") for prefix in prefixes_of(world, association)]
    for other in _beside(world, association):
        theirs = [network(prefix, "") for prefix in prefixes_of(world, other)]
        common = next((one for one in mine if any(one.overlaps(each) for each in theirs)), None)
        if common:
            raise AwsError(f"{_REFUSED}: The prefix {common} overlaps a prefix that {other.id} allows.")


def _beside(world: World, association: Thing) -> list[Thing]:
    """List the other associations of the Direct Connect gateway."""
    others = world.of(ASSOCIATION, but=association)
    return [other for other in others if other["dxGatewayId"] == association["dxGatewayId"]]
