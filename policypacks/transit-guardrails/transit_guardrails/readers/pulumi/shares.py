"""Resource Access Manager: shares and their principals.

Default: AWS provider documentation, ``aws_ram_resource_share`` (external principals are not allowed).
"""

from __future__ import annotations

from ...model.network import Network
from ...model.shares import ResourceShare, SharePrincipal
from .fields import Fields


def share(fields: Fields, network: Network) -> None:
    """A share. Where it is not known whether others may take it, they may."""
    external = fields.flag("allowExternalPrincipals", False)
    network.resource_shares[fields.id] = ResourceShare(fields.id, external is not False)


def principal(fields: Fields, network: Network) -> None:
    """Somebody to share with: text that is known before anything exists."""
    network.share_principals[fields.id] = SharePrincipal(fields.id, fields.text("principal") or "")
