"""What no program made, and what nothing that holds it goes before: network interfaces of services, and objects in buckets.

Sources: Amazon EC2 user guide, "Requester-managed network interfaces" (whoever owns the subnet cannot detach them); Amazon S3 API
reference, DeleteBucket (all objects, with their versions, must be deleted before).
"""

from .answers.draw import digits
from .world import Thing, World

INTERFACE = "interface of a service"
OBJECT = "object in a bucket"


def leave(world: World, subnet: str, group: str) -> str:
    """Put an interface into a subnet, with a security group on it. Gives its id."""
    home, guard = world.things["ec2.Subnet"][subnet], world.things["ec2.SecurityGroup"][group]
    number = len(world.of(INTERFACE))
    interface = Thing(INTERFACE, f"eni-{digits(f'{subnet}#{number}')}", "", home.account, home.region, {})
    interface.rely_on(home)
    interface.rely_on(guard)
    world.put(interface)
    return interface.id


def upload(world: World, bucket: str) -> None:
    """Put an object into a bucket."""
    home = world.things["s3.Bucket"][bucket]
    thing = Thing(OBJECT, f"{bucket}/object", "", home.account, home.region, {})
    thing.rely_on(home)
    world.put(thing)


def take_away(world: World) -> None:
    """Let the services remove all their interfaces, and somebody all objects."""
    for kind in (INTERFACE, OBJECT):
        world.things.pop(kind, None)
