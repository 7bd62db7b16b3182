"""The report's Markdown: `convert` on save, `fill` at each rendering, `problems` for the desk."""

from reports.prose.directives import Problem
from reports.prose.render import Converted, Unconvertible, convert, fill, problems, shows

__all__ = ["Converted", "Problem", "Unconvertible", "convert", "fill", "problems", "shows"]
