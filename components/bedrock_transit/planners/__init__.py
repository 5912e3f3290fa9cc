"""Pure planners: from the network spec to the plan of every component. No pulumi here."""

from .network import AccountPlan, NetworkPlan, RegionPlan, plan

__all__ = ["AccountPlan", "NetworkPlan", "RegionPlan", "plan"]
