"""The table of contents: a field (17.16.5.68) that already shows what Word would put in it."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.backends.docx.ledgers import Record
from exporter.backends.docx.xml import TAB, field, field_end, field_start, run
from exporter.prepare import OutlineEntry
from exporter.render import PageMap


def contents_field(
    entries: Sequence[OutlineEntry],
    words: Sequence[str],
    depth: int,
    record: Record,
    page_map: PageMap | None,
) -> list[str]:
    """The runs of one paragraph for each entry; the field begins in the first and ends in the last.

    ``words`` are the runs of the headings. Page numbers are shown where the pages are known.
    """
    lines = [
        _entry(record.bookmark(entry.anchor), shown, page_map.pages.get(entry.anchor) if page_map else None)
        for entry, shown in zip(entries, words, strict=True)
    ]
    lines[0] = field_start(f"TOC \\o &quot;1-{depth}&quot; \\u \\h") + lines[0]
    lines[-1] += field_end()
    return lines


def _entry(bookmark: str, words: str, page: int | None) -> str:
    number = TAB + field(f"PAGEREF {bookmark} \\h", run(str(page))) if page else ""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{words}{number}</w:hyperlink>'
