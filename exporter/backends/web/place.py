"""Where a node is set: what is the same all through one output, and what changes on the way down."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from exporter.backends.web.found import Found
from exporter.backends.web.markup import Attributes
from exporter.model import Direction
from exporter.model.memory import Memory


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for every page of one output.

    ``anchors`` names the file that each anchor stands in, ``images`` the address of each asset.
    ``heading_shift`` is added to levels. ``namespaced`` allows ``epub:type`` and ``xml:lang``,
    which EPUB knows and HTML does not. ``page_starts`` are the pages of the PDF by the identity
    (``id``) of the block that opens each, for equal blocks may stand in many places; so are
    ``contents`` the numbers of the tables of contents.
    """

    anchors: Mapping[str, str]
    images: Mapping[str, str]
    heading_shift: int = 0
    namespaced: bool = False
    page_starts: Mapping[int, int] = {}
    contents: Mapping[int, int] = {}
    known: object = None

    def remembered(self, memory: Memory) -> Site:
        """The same, with one object as ``known`` in all documents for which it says the same, but for what
        goes by identities; none as long as nothing is remembered."""
        if not memory.is_warm:
            return self
        said = (frozenset(self.anchors.items()), frozenset(self.images.items()))
        key = ("site", *said, self.heading_shift, self.namespaced)
        return msgspec.structs.replace(self, known=memory.of(key, (), object))


class Place(msgspec.Struct, frozen=True):
    """The file a node is set in, the path down to it, the language around it, and whether a link is around
    it already."""

    site: Site
    file: str
    path: str
    language: str
    in_link: bool = False

    @property
    def at_itself(self) -> tuple[str, str, str, bool]:
        """What the place says beside the site."""
        return self.file, self.path, self.language, self.in_link

    def below(self, step: int) -> Place:
        """The place of the child counted ``step``."""
        return self.at(f"{self.path}.{step}")

    def at(self, path: str) -> Place:
        """The place at the end of another path, in the same surroundings."""
        return Place(self.site, self.file, path, self.language, self.in_link)

    def inside_link(self) -> Place:
        """The same place where no further link may stand (HTML, "interactive content")."""
        return Place(self.site, self.file, self.path, self.language, True)

    def spoken(self, language: str | None) -> Place:
        """The same place in a passage of ``language``; in the language around it where there is none."""
        return Place(self.site, self.file, self.path, language or self.language, self.in_link)

    def own_id(self, part: str) -> str:
        """An id for a part that the model gives none. No id from the model has dots around it."""
        return f"{self.path}.{part}"

    def href(self, anchor: str) -> str | None:
        """The address of ``anchor`` as seen from here; ``None`` where nothing bears it."""
        file = self.site.anchors.get(anchor)
        if file is None:
            return None
        return f"#{anchor}" if file == self.file else f"{file}#{anchor}"


def contents_among(found: Found) -> dict[int, int]:
    """The number of each table of contents that is ``found``, by its identity."""
    return {id(node): count for count, node in enumerate(found.contents, 1)}


def in_language(language: str | None, direction: Direction | None, place: Place) -> Attributes:
    """``lang`` and ``dir``; in EPUB ``xml:lang`` beside it, which must say the same (HTML, 3.2.6.2).

    A tag for private use alone (RFC 5646, 2.2.7) names no language that speech could know: it follows
    ``und``, the language that is not determined.
    """
    tag = f"und-{language}" if language and language[:2].lower() == "x-" else language
    return {
        "lang": tag,
        "xml:lang": tag if place.site.namespaced else None,
        "dir": direction,
    }
