"""What all components share: the options and tags of their children."""

from typing import Dict, Mapping, Optional

import pulumi

FIREWALL_PRIORITY = 101
"""Place of a DNS Firewall rule group on a VPC or Profile: between 100 and 9900, both excluded (Route 53 Resolver API reference)."""

NAME_LENGTH = 64
"""Names on a Profile: letters, digits, hyphens, underscores and spaces (Route 53 Profiles API reference)."""


def child(
    parent: pulumi.ComponentResource,
    inherited: Optional[pulumi.ResourceOptions] = None,
    after: Optional[pulumi.Resource] = None,
) -> pulumi.ResourceOptions:
    """Options of a child.

    ``inherited`` are the component's own options, for children that must wait for what the component depends on. The
    engine holds all children back while their component waits; stated here, the wait is in the resource's own
    dependencies too, where targeted updates and readers of the graph look. ``after`` is one more resource to wait for.
    """
    options = pulumi.ResourceOptions(parent=parent)
    for awaited in (inherited and inherited.depends_on, after):
        if awaited:
            options = pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(depends_on=awaited))
    return options


def named(tags: Mapping[str, str], name: str) -> Dict[str, str]:
    """The tags with the resource's name, as consoles show it."""
    return {**tags, "Name": name}


def profile_name(host: str) -> str:
    """The name under which a zone or a Resolver rule stands on a Profile."""
    return host.replace(".", "-")[:NAME_LENGTH]


def ids(resources: Mapping[str, pulumi.CustomResource]) -> pulumi.Output[Dict[str, str]]:
    """The ids of resources, as one output for the component's consumers.

    References between resources never go through this: it depends on all of them at once.
    """
    if not resources:
        return pulumi.Output.from_input({})  # without anything to wait for, Output.all makes a list
    return pulumi.Output.all(**{key: resource.id for key, resource in resources.items()})
