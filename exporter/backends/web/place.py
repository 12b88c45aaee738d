"""Where a node is set: what is the same all through one output, and what changes on the way down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from exporter.model import BlockBase, FootnoteRef, walk


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for every page of one output.

    ``anchors`` names the file that each anchor stands in, ``images`` the address of each asset.
    ``heading_shift`` is added to levels. ``namespaced`` allows ``epub:type`` and ``xml:lang``,
    which EPUB knows and HTML does not.
    """

    anchors: Mapping[str, str]
    images: Mapping[str, str]
    heading_shift: int = 0
    namespaced: bool = False


class Place(msgspec.Struct, frozen=True):
    """The file a node is set in, the path down to it, and whether a link is around it already."""

    site: Site
    file: str
    path: str
    in_link: bool = False

    def below(self, step: int) -> Place:
        """The place of the child counted ``step``."""
        return Place(self.site, self.file, f"{self.path}.{step}", self.in_link)

    def inside_link(self) -> Place:
        """The same place where no further link may stand (HTML, "interactive content")."""
        return Place(self.site, self.file, self.path, True)

    def own_id(self, part: str) -> str:
        """An id for a part that the model gives none. No id from the model has dots around it."""
        return f"{self.path}.{part}"

    def href(self, anchor: str) -> str | None:
        """The address of ``anchor`` as seen from here; ``None`` where nothing bears it."""
        file = self.site.anchors.get(anchor)
        if file is None:
            return None
        return f"#{anchor}" if file == self.file else f"{file}#{anchor}"


def anchors_in(roots: Iterable[object]) -> set[str]:
    """Every anchor that ``roots`` and what is below them bear."""
    found: set[str] = set()
    for root in roots:
        for node in (root, *walk(root)):
            if isinstance(node, BlockBase):
                found.add(node.id)
            elif isinstance(node, FootnoteRef):
                found.add(node.anchor)
    return found - {""}
