"""What a batch is asked for, and what one row of it asks: its job."""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Mapping

import msgspec

from exporter.batch.names import named
from exporter.batch.rows import Row
from exporter.batch.versions import versions
from exporter.checks import Profile
from exporter.errors import ExporterError, InputRefused
from exporter.fields import checked_values
from exporter.files import Place
from exporter.model import Document
from exporter.notices import Notice
from exporter.readers import with_overrides
from exporter.theme import Base, Theme

_encoder = msgspec.json.Encoder(enc_hook=repr, order="deterministic")


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one document may take (hazards L10 and L11, F5 to F8); MB are millions of bytes."""

    seconds: float = 60
    memory: int = 2000
    pages: int = 2000
    megabytes: int = 100
    images: int = 500


PLACES = ("row", "source", "edition", "language")
"""What ``--name`` can say beside the columns."""


class Request(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A whole batch: one source, one theme, and where the rows and the files are.

    ``values`` are for the fields that a row leaves empty. ``edition_from`` and ``language_from`` name the
    columns that say the edition and the language of a row, where any do. ``today`` is the day on which all
    documents are judged, however long the run takes.
    """

    document: Document
    stem: str
    to: tuple[str, ...]
    theme: Base
    editions: tuple[str, ...]
    profile: Profile
    today: datetime.date | None = None
    values: Mapping[str, str]
    data: Place
    delimiter: str = ""
    name: str
    edition_from: str = ""
    language_from: str = ""
    out: Place
    limits: Limits = Limits()

    @functools.cached_property
    def fingerprint(self) -> bytes:
        """A digest of all that decides the bytes of every document: what is asked, and by whom it is made."""
        theme = look(self.theme, self.editions)
        asked = _encoder.encode((self.document, self.to, self.profile, theme))
        made_by = "\n".join(f"{name} {version}" for name, version in versions(self.to).items())
        return hashlib.sha256(asked + made_by.encode()).digest()


class Job(msgspec.Struct, frozen=True):
    """One document to make: ``values`` are what ``--set`` would be given, ``editions`` what ``--edition``.

    ``digest`` is of all that decides its bytes and its name, so that a document is known to be made already.
    """

    number: int
    line: int
    name: str
    values: dict[str, str]
    editions: tuple[str, ...]
    language: str
    digest: str


def job_of(request: Request, row: Row) -> Job:
    """The job of a row. Raises ``InputRefused`` with a line for each thing that is wrong, at its row and
    column (hazards B10 and B11)."""
    if row.fault:
        raise InputRefused(_notice(request, row, row.fault))
    values = _values(request, row)
    said = row.values.get(request.edition_from, "").replace(",", " ").split() if request.edition_from else ()
    editions = (*request.editions, *(edition.lower() for edition in said))
    language = row.values.get(request.language_from, "").strip() if request.language_from else ""
    try:
        look(request.theme, editions)
    except ExporterError as error:
        raise InputRefused(_notice(request, row, error.notices[0].message, request.edition_from)) from None
    places = {"edition": "-".join(editions), "language": language or request.document.metadata.language}
    said_by_row = {column: value for column, value in row.values.items() if value.strip()}
    name = named(request.name, {**places, **said_by_row, "row": f"{row.number:05}", "source": request.stem})
    if not name:
        raise InputRefused(_notice(request, row, f"--name {request.name!r} gives it no name"))
    asked = msgspec.json.encode((name, sorted(values.items()), editions, language))
    digest = hashlib.sha256(request.fingerprint + asked).hexdigest()[:32]
    return Job(row.number, row.line, name, values, editions, language, digest)


def _values(request: Request, row: Row) -> dict[str, str]:
    """The values of the fields; columns that are no fields serve names alone."""
    specs = request.document.metadata.fields
    given = {name: row.values.get(name, "") for name in specs}
    values = {name: value if value.strip() else request.values.get(name, "") for name, value in given.items()}
    values = {name: value for name, value in values.items() if value.strip()}
    _, wrong = checked_values(specs, values)
    if wrong:
        raise InputRefused(*(_notice(request, row, message, name) for name, message in wrong.items()))
    return values


def _notice(request: Request, row: Row, message: str, column: str = "") -> Notice:
    place = [*row.values, column].index(column) + 1 if column else 1
    where = f"row {row.number}, column {column!r}" if column else f"row {row.number}"
    return Notice("data-row", f"{where}: {message}", file=str(request.data), line=row.line, column=place)


@functools.lru_cache(maxsize=64)
def look(theme: Base, editions: tuple[str, ...]) -> Theme:
    """The theme in these editions, made once in a process."""
    return theme.under(editions)


def document_in(request: Request, language: str) -> Document:
    """The document in the language of a row, if it says one."""
    return with_overrides(request.document, {"language": language}) if language else request.document
