"""The whole story, in the order it happens."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from exporter.backends import BACKENDS, backend
from exporter.checks import Profile, named_profile, parse_profile, refusal
from exporter.checks import check as verdict_of
from exporter.errors import UsageError
from exporter.fields import fill, typed_values, unfilled
from exporter.files import Place, load_assets, place, read_file, source_date
from exporter.model import Document
from exporter.model.memory import Memory
from exporter.model.once import once
from exporter.notices import Verdict
from exporter.prepare import prepare
from exporter.readers import Read, read
from exporter.render import PageMap, Rendered
from exporter.theme import Base, Theme, base_file, named_base

DEFAULT_FORMATS = ("pdf", "docx", "epub")
DEFAULT_THEME = "clinic"
DEFAULT_PROFILE = "strict"


def load(path: str | Path, *, root: str | Path | None = None, repair: bool = False) -> Document:
    """The document in a Markdown or model JSON file, with its images. Both may lie at addresses (``s3://…``).

    ``root`` is the folder that images must lie in, by default the file's own. Raises
    ``InputRefused``, ``LimitReached`` or ``StorageError``.
    """
    source = place(str(path))
    folder = place(str(root)) if root else source.parent
    return read_source(read_file(source), str(source), folder, repair=repair).document


def read_source(
    data: bytes, name: str, root: Place, *, repair: bool = False, placeholders: bool = False
) -> Read:
    """The document in ``data`` and the notices of reading it; images come from below ``root``.

    ``placeholders`` puts words where an image cannot be had, instead of refusing the document.
    """
    document, notices = read(data, name, repair=repair)
    loaded = load_assets(document, root, placeholders=placeholders)
    return Read(loaded.document, notices + loaded.notices)


def load_theme(name: str, editions: Sequence[str] = ()) -> Theme:
    """A theme of the package by its name, or one of your own by the path of its TOML file.

    ``editions`` are laid over it in their order. Raises ``UsageError`` for a name that there is
    not, ``InputRefused`` for a value that is wrong, and ``StorageError``.
    """
    return load_base(name).under(editions)


def load_base(name: str) -> Base:
    """What ``load_theme`` lays editions over; raises as it does."""
    return base_file(place(name)) if name.endswith(".toml") else named_base(name)


def look_of(theme: str | Theme, editions: Sequence[str] = ()) -> Theme:
    """``theme`` by its name, or as it is; a theme that is made already takes no editions."""
    if isinstance(theme, str):
        return load_theme(theme, editions)
    if editions:
        fix = "load_theme(name, editions)"
        raise UsageError.because("edition", "editions go over the name of a theme, not over a Theme", fix)
    return theme


def load_profile(name: str) -> Profile:
    """A profile of the package by its name, or one of your own by the path of its TOML file.

    Raises ``UsageError`` for a name that there is not, ``InputRefused`` for a rule or a severity that
    there is not, and ``StorageError``.
    """
    return parse_profile(read_file(place(name)), name) if name.endswith(".toml") else named_profile(name)


def check(
    document: Document,
    *,
    theme: str | Theme = DEFAULT_THEME,
    editions: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
    profile: str | Profile = DEFAULT_PROFILE,
    today: datetime.date | None = None,
) -> Verdict:
    """What the checks say of ``document`` in ``theme``; nothing is raised for what they find.

    ``values`` fill its fields as ``export`` fills them, and raise as there; without them, fields are
    findings. ``today`` is the day on which the document is judged, by default its own date.
    """
    judges = load_profile(profile) if isinstance(profile, str) else profile
    filled = document if values is None else fill(document, typed_values(document, values))
    return verdict_of(filled, look_of(theme, editions), judges, today)


def export(
    document: Document,
    *,
    to: Iterable[str] = DEFAULT_FORMATS,
    theme: str | Theme = DEFAULT_THEME,
    editions: Sequence[str] = (),
    values: Mapping[str, str] = {},
    profile: str | Profile = DEFAULT_PROFILE,
) -> dict[str, Rendered]:
    """``document`` in each format of ``to``, with the notices that belong to it.

    ``editions`` are laid over the theme in their order; ``values`` fill the fields that the
    document declares. Raises ``UsageError`` for an unknown format, theme, edition or field, and
    ``InputRefused`` with every notice when a value is missing or a check finds an error; then
    nothing has been rendered.
    """
    look = look_of(theme, editions)
    return dict(renderings(document, to=to, theme=look, values=values, profile=profile))


def renderings(
    document: Document,
    *,
    to: Iterable[str],
    theme: Theme,
    values: Mapping[str, str] = {},
    profile: str | Profile = DEFAULT_PROFILE,
    today: datetime.date | None = None,
) -> Iterator[tuple[str, Rendered]]:
    """What ``export`` returns, one format after another, in the order of the table of backends."""
    wanted = {name: backend(name) for name in sorted(set(to), key=_place_in_table)}
    judges = load_profile(profile) if isinstance(profile, str) else profile
    filled = fill(document, typed_values(document, values))
    memory = _memory_of(document)
    memory.turn()
    verdict = verdict_of(filled, theme, judges, today, memory)
    if verdict.errors:
        raise refusal(verdict)
    prepared = prepare(filled, source_date(filled.metadata.date), verdict, memory)
    page_map: PageMap | None = None
    for name, renders in wanted.items():
        rendered = renders.render(prepared, theme, page_map)
        page_map = page_map or rendered.page_map
        yield name, msgspec.structs.replace(rendered, notices=verdict.notices + rendered.notices)


@once
def _memory_of(document: Document) -> Memory:
    """What has been made of a document, for when it is filled with other values."""
    return Memory(unfilled(document))


def _place_in_table(name: str) -> tuple[int, str]:
    """Where a format stands in the table; those of plug-ins come last, by their names."""
    return [*BACKENDS, name].index(name), name
