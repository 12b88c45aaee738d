"""Files compared with the document that they were made from, by what their readers meet."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from exporter.fields import fill, typed_values
from exporter.files import source_date
from exporter.model import Document, View
from exporter.prepare import Prepared, prepare
from exporter.readback import read_back
from exporter.theme import Theme
from exporter.verify.compare import Difference, compare
from exporter.verify.expected import expected_view
from exporter.verify.promised import dressed


def verify(
    document: Document,
    files: Mapping[str, bytes],
    *,
    values: Mapping[str, str] = {},
    theme: Theme | None = None,
) -> list[Difference]:
    """Where ``files`` do not say what ``document`` says, file by file; empty when all of them do.

    The keys of ``files`` are what differences call them; their formats are told by their bytes.
    ``values`` are those that the fields were filled with; with a ``theme`` the files must look as it says.
    Raises ``InputRefused``,
    ``LimitReached`` or ``UsageError`` for a file that cannot be read back.
    """
    filled = fill(document, typed_values(document, values))
    prepared = prepare(filled, source_date(filled.metadata.date))
    expected = expected_view(prepared)
    return [
        msgspec.structs.replace(difference, file=name, source=document.source)
        for name, data in files.items()
        for difference in _compared(expected, read_back(data, name), theme, prepared)
    ]


def _compared(expected: View, found: View, theme: Theme | None, prepared: Prepared) -> list[Difference]:
    wanted = dressed(expected, theme, found) if theme else expected
    return compare(wanted, found, prepared.facts.values())
