"""The network of a Pulumi program, from its resources: at a preview, where no id is known, as from a state file."""

from .read import network_of

__all__ = ["network_of"]
