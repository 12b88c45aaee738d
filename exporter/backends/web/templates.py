"""The Jinja2 templates of ``templates/web``, behind the one door to the package's files."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from exporter.backends.blanks import Blanks, Form
from exporter.backends.web.css import FILTERS
from exporter.files import resource
from exporter.language import Phrases
from exporter.model.memory import Memory


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


def printed(
    name: str,
    memory: Memory,
    phrases: Phrases,
    finish: Callable[[str], str],
    *,
    fixed: Mapping[str, Any] = MappingProxyType({}),
    ready: Mapping[str, str] = MappingProxyType({}),
    **values: Any,
) -> str:
    """The same for a template of markup that only prints strings, or asks whether there are any: what they
    say is put in last, so that documents that differ in it alone share the rest.

    ``finish`` makes the markup what the format wants; of ``ready`` values it has been made already. Those
    that are ``fixed`` are the same in most documents.
    """
    blanks = _Printed()
    shape: dict[str, Any] = {key: _markup(blanks.blank(value)) for key, value in ready.items()}
    count = len(blanks.words)
    for key, value in values.items():
        shape[key] = blanks.without_words(value)
    shape.update(fixed)

    def made() -> Form:
        return Form.of(finish(filled(name, phrases=phrases, **shape)))

    form = memory.of(("template", name, *shape.values()), (phrases, finish), made)
    return form.joined([*blanks.words[:count], *map(finish, blanks.words[count:])])


_markup = functools.lru_cache(128)(Markup)


class _Printed(Blanks):
    """The strings that a template prints."""

    def without_words(self, value: Any) -> Any:
        """``value`` with blanks in the place of strings, however deep."""
        if isinstance(value, str):
            # As plain strings: what cuts ``Markup`` up escapes it again when it joins the parts.
            return _markup(self.blank(str(value if isinstance(value, Markup) else escape(value))))
        if isinstance(value, tuple):
            made = [self.without_words(part) for part in value]
            return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
        if isinstance(value, msgspec.Struct):
            parts = (getattr(value, name) for name in value.__struct_fields__)
            return type(value)(*map(self.without_words, parts))
        return value
