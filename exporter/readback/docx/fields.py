"""Complex fields (17.16.18): what stands in a run may be an instruction, or the result of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exporter.readback.docx.markup import value
from exporter.readback.xml import Element, elements, local


class Standing(NamedTuple):
    """Where a run stands: in an instruction, and in the results of fields of these types."""

    is_instruction: bool
    results: tuple[str, ...]


OUTSIDE = Standing(False, ())


class _Open:
    """A field that has begun: its instruction so far, and whether its result has begun."""

    def __init__(self) -> None:
        self.instruction = ""
        self.has_result = False

    @property
    def type(self) -> str:
        return field_type(self.instruction)


def field_type(instruction: str) -> str:
    """The type of a field, its first word (17.16.1)."""
    words = instruction.split()
    return words[0].upper() if words else ""


def standings(story: Element) -> dict[Element, Standing]:
    """Where each run of a story stands, told from the characters that begin, part and end fields."""
    open_fields: list[_Open] = []
    found: dict[Element, Standing] = {}
    for run in story.iter("{*}r"):
        for mark in _marks(run):
            _follow(mark, open_fields)
        found[run] = Standing(
            any(not field.has_result for field in open_fields),
            tuple(field.type for field in open_fields if field.has_result),
        )
    return found


def _marks(run: Element) -> Iterator[Element]:
    return (part for part in elements(run) if local(part) in ("fldChar", "instrText"))


def _follow(mark: Element, open_fields: list[_Open]) -> None:
    kind = value(mark, "fldCharType")
    if kind == "begin":
        open_fields.append(_Open())
    elif not open_fields:
        return
    elif kind == "separate":
        open_fields[-1].has_result = True
    elif kind == "end":
        open_fields.pop()
    else:
        open_fields[-1].instruction += mark.text or ""
