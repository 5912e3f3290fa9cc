"""The report for a reader: tables that name every table, block and grant, and no single resource."""

from .render import PIPED_WIDTH, render

__all__ = ["PIPED_WIDTH", "render"]
