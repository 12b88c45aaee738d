"""Named styles (17.7): those of the house, and those made when a document first needs them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable
from typing import Literal, NamedTuple

import msgspec

from exporter.backends.docx import looks
from exporter.backends.docx.xml import Properties, document, escape, paragraph_properties, run_properties
from exporter.model import Alignment
from exporter.theme import Length

_BUILT_IN = frozenset(
    (
        "Normal",
        "Body Text",
        "Title",
        "Subtitle",
        *(f"heading {level}" for level in range(1, 7)),
        *(f"toc {level}" for level in range(1, 7)),
        *(
            f"{name}{number}"
            for name in ("List Bullet", "List Number", "List Continue")
            for number in ("", *(f" {level}" for level in range(2, 6)))
        ),
        "caption",
        "Quote",
        "header",
        "footer",
        "footnote text",
        "footnote reference",
        "Hyperlink",
        "Strong",
        "Emphasis",
        "HTML Acronym",
        "TOC Heading",
        "Default Paragraph Font",
        "Normal Table",
        "No List",
    )
)
"""Names that Word knows; it spells some of them in lower case. All others are custom styles."""

NOTE_CALL = "footnote reference"
MARKS = (
    "Strong",
    "Emphasis",
    "Strike",
    "Subscript",
    "Superscript",
    "Mark",
    "Code",
    "Keyboard",
    "Hyperlink",
    "Letterhead Name",
    NOTE_CALL,
)
"""The character styles that can be combined, in the order that the names of combinations follow."""

_SIDES: dict[Alignment, str] = {"center": "center", "end": "right"}
"""ST_Jc of the transitional schema: in a right-to-left paragraph its right is the left (17.3.1.13)."""


class Gap(NamedTuple):
    """Space before or after a paragraph that its own style does not foresee: why, and how much."""

    name: str
    points: float


@functools.lru_cache(maxsize=1024)
def style_id(name: str) -> str:
    """The id of a style from its name, as Word forms it: ``heading 1`` becomes ``Heading1``."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """One ``w:style`` (17.7.4.17). ``size`` in points is 0 where that of its base holds.

    ``table`` is what a table style has after its ``w:rPr``; ``first`` and ``last`` are what changes where
    a paragraph comes below something else in its box, and where it is the last of it.
    """

    kind: Literal["paragraph", "character", "table", "numbering"] = "paragraph"
    name: str
    based_on: str = ""
    following: str = ""
    paragraph: Properties = {}
    run: Properties = {}
    size: float = 0
    table: str = ""
    first: Properties = {}
    last: Properties = {}
    default: bool = False
    offered: bool = True

    @property
    def id(self) -> str:
        return style_id(self.name)

    @property
    def written(self) -> tuple[object, ...]:
        """All that ``xml`` writes of the style, as a value that can be compared."""
        return (
            *(self.kind, self.name, self.based_on, self.following, self.table, self.default, self.offered),
            *self.paragraph.items(),
            None,
            *self.run.items(),
        )

    def xml(self) -> str:
        default = ' w:default="1"' if self.default else ""
        custom = "" if self.name in _BUILT_IN else ' w:customStyle="1"'
        based_on = f'<w:basedOn w:val="{style_id(self.based_on)}"/>' if self.based_on else ""
        following = f'<w:next w:val="{style_id(self.following)}"/>' if self.following else ""
        offered = "<w:qFormat/>" if self.offered else ""
        paragraph = paragraph_properties(self.paragraph)
        run = run_properties(self.run)
        return (
            f'<w:style w:type="{self.kind}"{default}{custom} w:styleId="{self.id}">'
            f'<w:name w:val="{escape(self.name)}"/>{based_on}{following}{offered}'
            + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
            + (f"<w:rPr>{run}</w:rPr>" if run else "")
            + f"{self.table}</w:style>"
        )


class House(NamedTuple):
    """Styles by their ids, and as they are written."""

    styles: dict[str, Style]
    xml: str

    @classmethod
    def of(cls, styles: Iterable[Style]) -> House:
        by_id = {style.id: style for style in styles}
        return cls(by_id, "".join(style.xml() for style in by_id.values()))


def styles_part(given: House, made: Iterable[Style]) -> bytes:
    """The part: the styles that all documents have, and others."""
    return document("styles", given.xml + "".join(style.xml() for style in made))


class Stylesheet:
    """The styles of one fragment of the text under the ids that it names them by: those that are given,
    and those that it makes.

    It only grows until what it holds is ``taken``: asking twice for a style gives the same one.
    """

    def __init__(self, given: House) -> None:
        self._given = given.styles
        self._made: dict[str, Style] = {}
        self._together: dict[Hashable, tuple[Style, ...]] = {}
        self._bold: dict[str, bool] = {}
        self._sizes: dict[str, float] = {}

    def taken(self) -> tuple[tuple[str, Style], ...]:
        """The styles that have been made, by their ids; they are forgotten."""
        if not self._made:
            return ()
        taken = tuple(self._made.items())
        for id in self._made:
            self._bold.pop(id, None)
            self._sizes.pop(id, None)
        self._made = {}
        return taken

    def made(self, style: Style) -> str:
        """The id of ``style``, which is added unless there is one of its name."""
        id = style.id
        if id not in self._given:
            self._made.setdefault(id, style)
        return id

    def made_together(self, key: Hashable, make: Callable[[], tuple[Style, ...]]) -> None:
        """Adds the styles that ``make`` makes, always the same for ``key``."""
        styles = self._together.get(key)
        if styles is None:
            styles = self._together[key] = make()
        for style in styles:
            self.made(style)

    def has(self, name: str) -> bool:
        id = style_id(name)
        return id in self._given or id in self._made

    def own(self, id: str) -> Style | None:
        """The style of this id if it has been made, and was not there before."""
        return self._made.get(id)

    def name(self, id: str) -> str:
        return self._style(id).name

    def _style(self, id: str) -> Style:
        return self._given.get(id) or self._made[id]

    def is_bold(self, id: str) -> bool:
        """Whether text in this paragraph style is bold without any mark."""
        known = self._bold.get(id)
        if known is None:
            style = self._style(id)
            stated = style.run.get("b")
            inherits = stated is None and bool(style.based_on)
            known = self.is_bold(style_id(style.based_on)) if inherits else stated == looks.BOLD
            self._bold[id] = known
        return known

    def size(self, id: str) -> float:
        """The size of text in this paragraph style in points; 0 is that of the body."""
        known = self._sizes.get(id)
        if known is None:
            style = self._style(id)
            known = style.size or (self.size(style_id(style.based_on)) if style.based_on else 0.0)
            self._sizes[id] = known
        return known

    def kept(self, id: str) -> str:
        """The paragraph style ``id`` on one page with what follows: "Body Text Keep With Next"."""
        return id if self._is_kept(id) else self._variant(id, "Keep With Next", {"keepNext": looks.KEEP_NEXT})

    def _is_kept(self, id: str) -> bool:
        style = self._style(id)
        stated = style.paragraph.get("keepNext")
        if stated is not None or not style.based_on:
            return stated == looks.KEEP_NEXT
        return self._is_kept(style_id(style.based_on))

    def aligned(self, id: str, align: Alignment) -> str:
        """The paragraph style ``id`` set to a side: "Table Text End"."""
        if align == "start":
            return id
        jc = f'<w:jc w:val="{_SIDES[align]}"/>'
        return self._variant(id, align.capitalize(), {"jc": jc})

    def spaced(self, id: str, before: Gap | None, after: Gap | None) -> str:
        """The paragraph style ``id`` with other space around it; ``None`` keeps its own."""
        if before is not None:
            spacing = {"spacing": looks.spacing(before=before.points)}
            id = self._variant(id, before.name, {**spacing, **self._first(id)})
        if after is not None:
            spacing = {"spacing": looks.spacing(after=after.points)}
            id = self._variant(id, after.name, {**spacing, **self._last(id)})
        return id

    def _first(self, id: str) -> Properties:
        """What changes of a style, or of the one it is based on, below something else in its box."""
        style = self._style(id)
        if style.first or not style.based_on:
            return style.first
        return self._first(style_id(style.based_on))

    def _last(self, id: str) -> Properties:
        """What changes of a style, or of the one it is based on, at the end of a box."""
        style = self._style(id)
        if style.last or not style.based_on:
            return style.last
        return self._last(style_id(style.based_on))

    def _variant(self, id: str, suffix: str, paragraph: Properties) -> str:
        base = self._style(id)
        return self.made(
            Style(name=f"{base.name} {suffix}", based_on=base.name, paragraph=paragraph, offered=False)
        )

    def marked(
        self, marks: frozenset[str], on_bold: bool, family: str = "", size: Length | None = None
    ) -> str:
        """The character style for all of ``marks`` together, "Strong Emphasis", and for the
        ``family`` of another script, whose style has its name.

        Bold is a toggle (17.7.3): Strong in a bold heading would turn bold off, so there it is a
        style that leaves the weight alone.

        ``size`` is another than the marks have: that of code hangs on the words around it.
        """
        names = [name for name in (*MARKS, family) if name in marks or (name and name == family)]
        toggles = on_bold and any("b" in self._style(style_id(part)).run for part in names)
        name = " ".join(names) + (" On Bold" if toggles else "")
        name += f" {size.half_points / 2:g} pt" if size else ""
        if not self.has(name):
            run: Properties = {}
            for part in names:
                run |= self._style(style_id(part)).run
            if toggles:
                del run["b"]
            base = NOTE_CALL if NOTE_CALL in marks and not toggles else ""
            if size:
                run["sz"] = looks.size(size)
            self.made(Style(kind="character", name=name, based_on=base, run=run, offered=False))
        return style_id(name)
