"""Generated documents read back as what they are, in every format."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings

import exporter
from exporter.backends import BACKENDS
from exporter.model import Document
from tests.strategies import documents


@settings(
    max_examples=int(os.environ.get("EXPORTER_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(documents())
def test_every_document_reads_back(document: Document) -> None:
    try:
        files = exporter.export(document, to=BACKENDS)
    except exporter.LimitReached:
        return
    found = exporter.verify(document, {name: made.data for name, made in files.items()})
    assert [str(difference) for difference in found] == []
