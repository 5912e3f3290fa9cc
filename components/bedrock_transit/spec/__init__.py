"""The network spec: the one typed description of a stack's network, as it stands in ``Pulumi.<stack>.yaml``.

``parse`` turns the plain object into a ``Network`` or raises ``SpecError`` with every problem at once;
``read_stack_file`` does the same for a file and knows the line of each problem.
"""

from .document import read_stack_file
from .model import Network
from .parse import parse
from .problems import Problem, SpecError

__all__ = ["Network", "Problem", "SpecError", "parse", "read_stack_file"]
