"""The proof sheet: what was compared, what was found and how the files look, as a Document of its own.

It is exported as any other, so it has the theme's look and is as accessible as what it is about.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from exporter.cli.judges import Judgement, judgements
from exporter.cli.pictures import NoPicture, pictures_of
from exporter.model import (
    Asset,
    Block,
    BulletList,
    Callout,
    Code,
    Document,
    Figure,
    Heading,
    Inline,
    ListItem,
    Metadata,
    Paragraph,
    Strong,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    new_document,
)
from exporter.verify.difference import Difference

_MOST_FINDINGS = 100
_COMPARED = (
    "title, language, direction and what else the file says of itself",
    "every word, in order, and the letterhead",
    "headings with their levels",
    "lists: their kind, how deep their items are, and their numbers",
    "tables: their grid, header cells, cells over several columns or rows, and descriptions",
    "what stands for each picture, and which pictures are decoration",
    "links and where they lead; notes, their numbers and their calls",
    "languages and directions of passages",
    "boxes and quotations; subscripts, superscripts and what is struck out; abbreviations",
)
_LOOK = "the look of the words, beside what the theme promises"
_SILENT: dict[str, str] = {
    "pdf": "directions of passages, and where the call of a note leads",
    "docx": "boxes and quotations, header cells of rows, and directions within a line",
}
"""What is not compared in a format, as its standard has no words for it."""


class Proved(NamedTuple):
    """A finished file and where it differs from its document; ``suffix`` tells its format."""

    name: str
    suffix: str
    data: bytes
    differences: tuple[Difference, ...]


def proof_sheet(document: Document, files: Sequence[Proved], theme: str = "") -> Document:
    """The proof sheet of ``files``, in English; ``theme`` says what the look was compared with."""
    assets: dict[str, Asset] = {}
    judged = {file.name: judgements(file.data, file.suffix) for file in files}
    found = sum(len(file.differences) for file in files)
    return new_document(
        metadata=Metadata(
            title=f"Proof sheet: {document.metadata.title}",
            language="en",
            publisher=document.metadata.publisher,
            kind="Proof sheet",
            code=document.metadata.code,
            version=document.metadata.version,
            date=document.metadata.date,
        ),
        blocks=(
            _verdict(found, len(files)),
            Heading(1, _words("The document")),
            _facts(document, theme),
            Heading(1, _words("The files")),
            _results(files),
            *_findings(files),
            Heading(1, _words("What was compared")),
            Paragraph(
                _words("Each file was read back by the standard of its format alone, as its reader meets it.")
            ),
            _listed(map(_words, (*_COMPARED, *([_LOOK] if theme else [])))),
            *_silences(files),
            Heading(1, _words("Outside judges")),
            _judges(files, judged),
            Heading(1, _words("How the files look")),
            *_pictures(files, assets),
        ),
        assets=assets,
    )


def _words(*parts: str | Inline) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def _cell(*parts: str | Inline) -> TableCell:
    return TableCell((Paragraph(_words(*parts)),) if any(parts) else ())


def _listed(lines: Iterable[tuple[Inline, ...]]) -> BulletList:
    return BulletList(tuple(ListItem((Paragraph(line),)) for line in lines))


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[TableCell]]) -> Table:
    """A table with a row of headers, whose first column heads its rows."""
    return Table(
        caption=_words(caption),
        columns=tuple(TableColumn() for _ in head),
        header_columns=1,
        rows=(TableRow(tuple(map(_cell, head))), *(TableRow(tuple(row)) for row in rows)),
    )


def _verdict(found: int, files: int) -> Block:
    if found:
        said = (
            f"{_counted(found, 'difference')} in {_counted(files, 'file')}. They are not the same document."
        )
        return Callout(kind="warning", title=_words("Not proved"), blocks=(Paragraph(_words(said)),))
    said = f"{_counted(files, 'file')} compared, 0 differences: they are the same document."
    return Callout(kind="tip", title=_words("Proved"), blocks=(Paragraph(_words(said)),))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _facts(document: Document, theme: str) -> Table:
    metadata = document.metadata
    dates = [
        (name, date) for name, date in (("Date", metadata.date), ("Review by", metadata.review_due)) if date
    ]
    facts = [
        ("Title", metadata.title),
        ("Source", document.source),
        ("Code", metadata.code),
        ("Version", metadata.version),
        *((name, date.isoformat()) for name, date in dates),
        ("Language", metadata.language),
        ("Publisher", metadata.publisher.name if metadata.publisher else ""),
        ("Theme", theme),
    ]
    rows = ((_cell(name), _cell(value)) for name, value in facts if value)
    return _table("What the source says of itself", ("Fact", "Value"), rows)


def _results(files: Sequence[Proved]) -> Table:
    rows = (
        (
            _cell(file.name),
            _cell(f"{len(file.data):,}".replace(",", "\u202f")),
            _cell(Strong(_words(_counted(len(file.differences), "difference")))),
            _cell(Code(hashlib.sha256(file.data).hexdigest()[:16])),
        )
        for file in files
    )
    return _table("The files and what was found", ("File", "Bytes", "Result", "SHA-256 begins"), rows)


def _findings(files: Sequence[Proved]) -> Iterable[Block]:
    for file in files:
        if file.differences:
            yield Heading(2, _words(f"Differences in {file.name}"))
            yield _listed(_finding(difference) for difference in file.differences[:_MOST_FINDINGS])
            if (rest := len(file.differences) - _MOST_FINDINGS) > 0:
                yield Paragraph(_words(f"And {rest} more."))


def _finding(difference: Difference) -> tuple[Inline, ...]:
    line = difference.pos.line
    return _words(*((Strong(_words(f"Line {line}")), ": ") if line else ()), difference.message)


def _silences(files: Sequence[Proved]) -> Iterable[Block]:
    said = {file.suffix: _SILENT[file.suffix] for file in files if file.suffix in _SILENT}
    if said:
        yield Paragraph(_words("Not compared, since the format has no words for it:"))
        yield _listed(_words(f"in .{suffix} files, {what}") for suffix, what in said.items())


def _judges(files: Sequence[Proved], judged: dict[str, list[Judgement]]) -> Table:
    rows = [
        (_cell(file.name), _cell(f"{one.judge} ({one.standard})"), _cell(*_ruling(one)))
        for file in files
        for one in judged[file.name]
    ]
    return _table("Programs by others that judge the files", ("File", "Judge", "Verdict"), rows)


def _ruling(judgement: Judgement) -> tuple[str | Inline, ...]:
    if judgement.passed is None:
        return (f"Did not run: {judgement.said}",)
    if judgement.passed:
        return (Strong(_words("Passed")),)
    return (Strong(_words("Failed")), f": {judgement.said}")


def _pictures(files: Sequence[Proved], assets: dict[str, Asset]) -> Iterable[Block]:
    """The pictures of all files side by side, a row for each page."""
    drawn: dict[str, list[str]] = {}
    missing: list[tuple[Inline, ...]] = []
    for file in files:
        try:
            drawn[file.name] = [_asset(picture, assets) for picture in pictures_of(file.data, file.suffix)]
        except NoPicture as reason:
            missing.append(_words(f"No picture of {file.name}: {reason}."))
    if drawn:
        depth = max(map(len, drawn.values()))
        rows = [
            [_cell(f"{number + 1}"), *(_drawn(name, pages, number) for name, pages in drawn.items())]
            for number in range(depth)
        ]
        yield _table("The pages of each file, side by side", ("Page", *drawn), rows)
    if missing:
        yield _listed(missing)


def _drawn(name: str, pages: Sequence[str], number: int) -> TableCell:
    if number >= len(pages):
        return _cell()
    return TableCell((Figure(pages[number], f"Page {number + 1} of {name}", width=1),))


def _asset(picture: bytes, assets: dict[str, Asset]) -> str:
    from PIL import Image  # only proof sheets with pictures need it

    with Image.open(io.BytesIO(picture)) as image:
        width, height = image.size
    digest = hashlib.sha256(picture).hexdigest()
    assets[f"{digest}.png"] = Asset(digest, "image/png", width, height, picture)
    return f"{digest}.png"
