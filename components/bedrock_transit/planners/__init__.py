"""Pure planners: from the network spec to the plan of every component. No pulumi here."""

from .network import plan, plan_spec
from .network_plan import AccountPlan, NetworkPlan, RegionPlan

__all__ = ["AccountPlan", "NetworkPlan", "RegionPlan", "plan", "plan_spec"]
