"""Network interfaces that a service put into subnets: no program made them, and nothing that they are in goes before them.

Source: Amazon EC2 user guide, "Requester-managed network interfaces": whoever owns the subnet cannot detach them.
"""

from .answers.draw import digits
from .world import Thing, World

INTERFACE = "interface of a service"


def leave(world: World, subnet: str, group: str) -> str:
    """Put an interface into a subnet, with a security group on it. Gives its id."""
    home, guard = world.things["ec2.Subnet"][subnet], world.things["ec2.SecurityGroup"][group]
    number = len(world.of(INTERFACE))
    interface = Thing(INTERFACE, f"eni-{digits(f'{subnet}#{number}')}", "", home.account, home.region, {})
    interface.rely_on(home)
    interface.rely_on(guard)
    world.put(interface)
    return interface.id


def take_away(world: World) -> None:
    """Let the services remove all their interfaces."""
    world.things.pop(INTERFACE, None)
