"""What a stack would hold, worked out from the resources that the program registered and from nothing else.

References between resources are followed through their property dependencies, so that every name here is that of a
registered resource. No plan is read: what a plan meant and a component forgot does not show up.
"""

from .build import build
from .document import as_json
from .model import Report

__all__ = ["Report", "as_json", "build"]
