"""Good files, damaged: each way is told of by a difference of its kind.

A share of the ways is tried, the same each time; ``EXPORTER_EXAMPLES`` or ``make proof`` tries all.
"""

from __future__ import annotations

import os
import zlib

import pytest

import exporter
from exporter.theme import named_theme
from tests.samples import everything
from tests.verify.damage import edited, resaved
from tests.verify.damages import DOCX, EPUB, HTML, PDF_OBJECTS, PDF_TEXT, Damage

DAMAGES = {"pdf": [*PDF_TEXT, *PDF_OBJECTS], "docx": DOCX, "epub": EPUB, "html": HTML}
ALL = "EXPORTER_EXAMPLES" in os.environ
_ONE_IN = 6


def is_tried(name: str, damage: Damage) -> bool:
    return ALL or zlib.crc32(f"{name} {damage.what}".encode()) % _ONE_IN == 0


TRIED = [(name, damage) for name, damages in DAMAGES.items() for damage in damages if is_tried(name, damage)]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {name: made.data for name, made in exporter.export(everything(), to=DAMAGES).items()}


def damaged(data: bytes, damage: Damage) -> bytes:
    """``data`` damaged; fails where that changes nothing."""
    if damage not in PDF_OBJECTS:
        return edited(data, damage.edit)
    changed = resaved(data, damage.edit, static_id=True)
    assert changed != resaved(data, lambda _: None, static_id=True), "nothing has changed"
    return changed


@pytest.mark.parametrize("name", DAMAGES)
def test_there_are_sixty_ways_to_damage_each_format(name: str) -> None:
    assert len({damage.what for damage in DAMAGES[name]}) >= 60


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_changes_its_file(name: str, files: dict[str, bytes]) -> None:
    """Also those that are tried in full alone: they would be found out of date much later."""
    for damage in DAMAGES[name]:
        damaged(files[name], damage)


@pytest.mark.parametrize(("name", "damage"), TRIED, ids=lambda value: getattr(value, "what", value))
def test_damage_is_told_of(name: str, damage: Damage, files: dict[str, bytes]) -> None:
    theme = named_theme("clinic")
    assert not exporter.verify(everything(), {name: files[name]}, theme=theme)
    found = exporter.verify(everything(), {name: damaged(files[name], damage)}, theme=theme)
    told = [difference for difference in found if difference.kind == damage.kind]
    assert told, f"{damage.what}: {sorted(map(str, found))}"
    assert all(difference.message for difference in told)
