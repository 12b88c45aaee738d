"""The generator keeps its promises: documents that pass, every node and nesting, small failures."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, Phase, find, given, settings

import exporter
from exporter.model import Document, FootnoteRef, walk
from tests.properties import examples
from tests.strategies import KINDS, PAIRS, documents, pairs_in

COUNTED, LEAST = 2000, 20
THEME = exporter.load_theme("clinic")


def test_every_node_and_every_nesting_is_common() -> None:
    """Each is in at least 20 of 2,000 documents, always the same ones."""
    found: Counter[object] = Counter()

    @settings(
        max_examples=COUNTED,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents())
    def count(document: Document) -> None:
        pairs = pairs_in(document)
        found.update(pairs)
        found.update({kind for pair in pairs for kind in pair})
        found["documents"] += 1

    count()
    assert found["documents"] == COUNTED
    assert [str(each) for each in (*KINDS, *PAIRS) if found[each] < LEAST] == []
    assert set(found) == {"documents", *KINDS, *PAIRS}, "a nesting that is not allowed"


@examples(50)
@given(documents())
def test_the_checks_pass_every_document(document: Document) -> None:
    """They have no errors; what they lack for those who read them is theirs to lack."""
    assert exporter.check(document, theme=THEME).errors == ()


def test_what_fails_shrinks_to_little() -> None:
    """A document with a call of a note, and hardly more."""

    def calls_a_note(document: Document) -> bool:
        return any(isinstance(node, FootnoteRef) for node in walk(document))

    smallest = find(documents(), calls_a_note, settings=settings(derandomize=True, database=None))
    assert len(smallest.blocks) == len(smallest.footnotes) == 1
    assert sum(1 for _ in walk(smallest)) <= 8
