"""Answers for a reader: tables that name every table, block and grant, and no single resource unless it was asked for.

Here is what needs the program alone; findings, matrix, traces and accesses are in modules of their own, since they need the proof.
"""

from .render import PIPED_WIDTH, page, render

__all__ = ["PIPED_WIDTH", "page", "render"]
