"""The parts of a Word document and how they find each other (ISO/IEC 29500-2, 8.2 and 6.5)."""

from __future__ import annotations

import posixpath

from exporter.errors import InputRefused
from exporter.readback.package import Package
from exporter.readback.xml import Element, elements, parse


def _relationships(package: Package, part: str) -> list[Element]:
    folder, _, name = part.rpartition("/")
    relationships = f"{folder}/_rels/{name}.rels".lstrip("/")
    if relationships not in package:
        return []
    return list(elements(parse(package.read(relationships), package.name)))


def targets(package: Package, part: str) -> dict[str, str]:
    """The addresses outside the package that a part leads to, by the ids of the relationships."""
    return {
        relationship.get("Id", ""): relationship.get("Target", "")
        for relationship in _relationships(package, part)
        if relationship.get("TargetMode") == "External"
    }


def related(package: Package, part: str, kind: str) -> str | None:
    """The part that ``part`` names by a relationship whose type ends in ``kind``, if there is one.

    The end alone: the transitional and the strict form of the standard differ before it.
    """
    for relationship in _relationships(package, part):
        internal = relationship.get("TargetMode") != "External"
        if internal and relationship.get("Type", "").endswith(f"/{kind}"):
            target = relationship.get("Target", "")
            return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
    return None


def main_part(package: Package) -> str:
    """The main document part; raises ``InputRefused`` where the package has none."""
    found = related(package, "", "officeDocument")
    if found is None:
        raise InputRefused.because("damaged", "the package names no document", file=package.name)
    return found


def root_of(package: Package, part: str | None) -> Element | None:
    """The root of a part, or ``None`` where there is no such part."""
    return parse(package.read(part), package.name) if part else None
