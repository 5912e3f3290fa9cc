"""The table of sabotages: every realistic mistake that the policy pack must name."""

from .addresses import ADDRESSES
from .connects import CONNECTS
from .custom_models import CUSTOM_MODELS
from .doors import DOORS
from .endpoints import ENDPOINTS
from .failover import FAILOVER
from .filters import FILTERS
from .forwarding import FORWARDING
from .hybrid import HYBRID
from .hygiene import HYGIENE
from .layers import LAYERS
from .links import LINKS
from .names import NAMES
from .partners import PARTNERS
from .policies import POLICIES
from .private_vpns import PRIVATE_VPNS
from .record import Sabotage, recorded
from .routes import ROUTES
from .training import TRAINING
from .training_data import TRAINING_DATA
from .transit import TRANSIT
from .transit_routes import TRANSIT_ROUTES
from .uploads import UPLOADS

__all__ = ["SABOTAGES", "Sabotage", "recorded"]

SABOTAGES: list[Sabotage] = [
    *TRANSIT,
    *TRANSIT_ROUTES,
    *ROUTES,
    *DOORS,
    *LINKS,
    *HYBRID,
    *FORWARDING,
    *PARTNERS,
    *PRIVATE_VPNS,
    *CONNECTS,
    *FAILOVER,
    *FILTERS,
    *LAYERS,
    *ENDPOINTS,
    *POLICIES,
    *NAMES,
    *TRAINING,
    *TRAINING_DATA,
    *CUSTOM_MODELS,
    *UPLOADS,
    *ADDRESSES,
    *HYGIENE,
]
