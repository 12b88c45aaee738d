"""The Jinja2 templates of ``templates/web``, behind the one door to the package's files."""

from __future__ import annotations

import functools

from jinja2 import Environment, FunctionLoader, StrictUndefined

from exporter.backends.web.css import FILTERS
from exporter.files import resource


@functools.cache
def environment() -> Environment:
    """The environment of all web templates: compiled once, the same for every document.

    Markup is escaped; a style sheet is not markup and has filters of its own.
    """
    made = Environment(
        loader=FunctionLoader(_source),
        autoescape=lambda name: not (name or "").endswith(".css.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # to fold constants takes longer than they save in a run
    )
    made.filters.update(FILTERS)
    return made


def _source(name: str) -> str:
    return resource("templates", "web", name).decode("utf-8")


def filled(name: str, **values: object) -> str:
    """The template called ``name`` with ``values``."""
    return environment().get_template(name).render(**values)
