"""Front matter: YAML that the schema types, with a position for everything that is wrong.

Read from the event stream, so that nothing is guessed (``no`` stays text until the schema asks
for a yes or no), nothing is built twice, and anchors, aliases and depth are refused before they
cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from exporter.errors import InputRefused, LimitReached
from exporter.model import NOWHERE, Metadata, Position
from exporter.model.convert import convert
from exporter.readers.metadata import PANDOC_NAMES, as_listed, known_name, nearest_name
from exporter.readers.reading import Notices

MOST_BYTES = 64 * 1024
DEEPEST = 20
Path = tuple[str, ...]


def split_front_matter(text: str, name: str) -> tuple[str, str]:
    """The YAML between the opening ``---`` and the next ``---`` or ``...``, and the rest.

    Both keep their line numbers: the rest has blank lines in place of the front matter.
    Raises ``InputRefused`` where it is never closed and ``LimitReached`` where it is too long.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", text
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            front = "\n".join(["", *lines[1:number]])
            if len(front.encode()) > MOST_BYTES:
                raise LimitReached.because(
                    "front-matter-too-long", f"it is longer than {MOST_BYTES} bytes", file=name, line=1
                )
            return front, "\n".join([""] * (number + 1) + lines[number + 1 :])
    raise InputRefused.because(
        "front-matter-open",
        "the front matter that begins here is never closed",
        "end it with a line of ---",
        file=name,
        line=1,
        column=1,
    )


def read_metadata(front_matter: str, notices: Notices) -> Metadata:
    """The metadata; everything that is wrong in it goes to ``notices``.

    Raises ``InputRefused`` for YAML that cannot be read at all.
    """
    if not front_matter.strip():
        return Metadata()
    values, positions = _Yaml(front_matter, notices).read()
    known: dict[str, Any] = {}
    for key, value in values.items():
        name = known_name(key)
        if name:
            known[name] = as_listed(name, value)
        else:
            _note_unknown(key, positions[(key,)], notices)
            known.setdefault("extra", {})[key] = value
    return _typed(known, positions, notices)


def _note_unknown(key: str, pos: Position, notices: Notices) -> None:
    near = nearest_name(key)
    if near:
        notices.error("metadata-unknown", f"there is no metadata {key!r}", pos, f"write {near!r}")
    else:
        notices.warning("metadata-extra", f"{key!r} is kept, but no format shows it", pos)


def _typed(values: dict[str, Any], positions: dict[Path, Position], notices: Notices) -> Metadata:
    """``values`` as the schema wants them; a key that is wrong is reported and left out."""
    for _ in range(len(values) + 1):
        try:
            return convert(values, Metadata, strict=False)
        except msgspec.ValidationError as error:
            message, _, where = str(error).partition(" - at `$.")
            path = tuple(where.rstrip("`").replace("[...]", "").split(".")) if where else ()
            key = path[0] if path else ""
            source = next((old for old, new in PANDOC_NAMES.items() if new == key), key)
            pos = positions.get(path) or positions.get((key,)) or positions.get((source,), NOWHERE)
            notices.error("metadata-value", f"{'.'.join(path)}: {message[:1].lower()}{message[1:]}", pos)
            if key not in values:
                break
            values = {name: value for name, value in values.items() if name != key}
    return Metadata()


class _Yaml:
    """Builds plain dictionaries, lists and strings from YAML events, with their positions."""

    def __init__(self, text: str, notices: Notices) -> None:
        self._text = text
        self._notices = notices
        self._positions: dict[Path, Position] = {}

    def read(self) -> tuple[dict[str, Any], dict[Path, Position]]:
        try:
            events = self._events()
            first = next(events, None)
            value = self._value(first, events, ()) if first else {}
            if further := next(events, None):
                pos = _position(further.start_mark)
                raise self._refusal("yaml-syntax", "a second YAML document begins here", pos)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            pos = _position(mark) if mark else Position(1, 1)
            raise self._refusal("yaml-syntax", error.problem or "this is not YAML", pos) from None
        except (yaml.YAMLError, ValueError, OverflowError):
            message = "a character here cannot stand in YAML"
            raise self._refusal("yaml-syntax", message, Position(1, 1)) from None
        if not isinstance(value, dict):
            raise self._refusal("yaml-syntax", "front matter is a list of keys and values", Position(2, 1))
        return value, self._positions

    def _events(self) -> Iterator[yaml.Event]:
        """The events of the one document, without those that frame it."""
        for event in yaml.parse(self._text, Loader=yaml.SafeLoader):
            anchored = isinstance(event, yaml.NodeEvent) and event.anchor is not None
            if anchored:
                pos = _position(event.start_mark)
                raise self._refusal("yaml-anchor", "anchors and aliases are not allowed here", pos)
            if not isinstance(event, _FRAME):
                yield event

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        if len(path) > DEEPEST:
            pos = _position(event.start_mark)
            raise LimitReached.because(
                "yaml-depth",
                f"this is nested more than {DEEPEST} deep",
                file=self._notices.file,
                line=pos.line,
                column=pos.column,
            )
        self._positions.setdefault(path, _position(event.start_mark))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        assert isinstance(event, yaml.ScalarEvent)
        return event.value

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            pos = _position(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refusal("yaml-syntax", "a key is a word", pos)
            key = event.value
            if key in mapping:
                self._notices.error("metadata-twice", f"{key!r} stands twice", pos, "keep one of them")
            self._positions[(*path, key)] = pos
            mapping[key] = self._value(next(events), events, (*path, key))
        return mapping

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Any]:
        sequence: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            sequence.append(self._value(event, events, (*path, str(len(sequence)))))
        return sequence

    def _refusal(self, code: str, message: str, pos: Position) -> InputRefused:
        return InputRefused.because(code, message, file=self._notices.file, line=pos.line, column=pos.column)


_FRAME = (
    yaml.StreamStartEvent,
    yaml.StreamEndEvent,
    yaml.DocumentStartEvent,
    yaml.DocumentEndEvent,
)


def _position(mark: Any) -> Position:
    return Position(mark.line + 1, mark.column + 1)
