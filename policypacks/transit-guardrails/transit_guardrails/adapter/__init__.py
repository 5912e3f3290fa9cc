"""The outer shell: between the policy SDK, whose values bite and whose configuration is believed, and the pure proof."""

from __future__ import annotations

from .policies import Proof, Rules, policies, serve

__all__ = ["Proof", "Rules", "policies", "serve"]
