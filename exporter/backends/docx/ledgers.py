"""What the text asks of the parts around it: numbers, names and relationships, and what it adds to them.

A block is written as a ``Fragment`` that leaves the answers open. So it hangs on nothing that stands before
it, and is the same in every document that has the same block; only the questions are asked again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from exporter.backends.docx.drawings import Media
from exporter.backends.docx.links import Bookmarks, Relationships
from exporter.backends.docx.numbering import Numberings
from exporter.backends.docx.settings import Setting
from exporter.backends.docx.stylesheet import Style, Stylesheet
from exporter.model import Asset, MediaType, Numbering
from exporter.theme import Theme

Question: TypeAlias = Callable[["Ledgers"], Any]
_OPEN = re.compile("\0([0-9]+)\0")
"""The place of an answer, by the number of its question: no text has this character (``xml.escape``)."""


class Ledgers:
    """What one document has come to so far: each ledger only grows."""

    def __init__(self, theme: Theme, *, rtl: bool) -> None:
        self.styles: dict[str, Style] = {}
        self.bookmarks = Bookmarks()
        self.numberings = Numberings(theme, rtl=rtl)
        self.media = Media()
        self.text_links, self.note_links = Relationships("rIdText"), Relationships("rIdNote")
        self.controls = itertools.count(1)
        self.called: set[str] = set()
        self.cut: dict[str, str] = {}
        self.used: dict[str, set[str]] = {}


class Fragment(NamedTuple):
    """Text with places that wait for answers, each by the number of its question; the styles that it has
    beside those of the house, and the characters that other families than the body's set."""

    pieces: tuple[str, ...]
    places: tuple[int, ...]
    questions: tuple[Question, ...]
    styles: tuple[tuple[str, Style], ...]
    used: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def together(cls, fragments: Sequence[Fragment]) -> Fragment:
        """``fragments`` one after another."""
        pieces, places = [""], list[int]()
        questions: list[Question] = []
        styles: dict[str, Style] = {}
        used: dict[str, set[str]] = {}
        for fragment in fragments:
            pieces[-1] += fragment.pieces[0]
            pieces += fragment.pieces[1:]
            places += [len(questions) + place for place in fragment.places]
            questions += fragment.questions
            for id, style in fragment.styles:
                styles.setdefault(id, style)
            for family, characters in fragment.used:
                used.setdefault(family, set()).update(characters)
        return cls(tuple(pieces), tuple(places), tuple(questions), tuple(styles.items()), _frozen(used))

    def behind(self, anchor: Fragment) -> Fragment:
        """This with the text of ``anchor`` before it, which asks for its name after all that this asks."""
        *before, last = anchor.pieces
        return self._replace(
            pieces=(*before, last + self.pieces[0], *self.pieces[1:]),
            places=(*[len(self.questions) + place for place in anchor.places], *self.places),
            questions=self.questions + anchor.questions,
        )

    def endswith(self, ending: str) -> bool:
        return self.pieces[-1].endswith(ending)

    def settled(self, ledgers: Ledgers) -> str:
        """The text, with the answers that ``ledgers`` give."""
        for id, style in self.styles:
            ledgers.styles.setdefault(id, style)
        for family, characters in self.used:
            ledgers.used.setdefault(family, set()).update(characters)
        if not self.questions:
            return self.pieces[0]
        answers = [question(ledgers) for question in self.questions]
        said = (str(answers[place]) for place in self.places)
        return "".join(itertools.chain(*zip(self.pieces, said, strict=False), self.pieces[-1:]))


class Record:
    """What the fragment that is being written asks; taken with it, and empty again."""

    def __init__(self, styles: Stylesheet) -> None:
        self._styles = styles
        self._questions: list[Question] = []
        self._used: dict[str, set[str]] = {}

    def fragment(self, text: str) -> Fragment:
        """``text`` and all that has been asked since the last one was taken."""
        parts = _OPEN.split(text) if self._questions else [text]
        fragment = Fragment(
            tuple(parts[::2]),
            tuple(map(int, parts[1::2])),
            tuple(self._questions),
            self._styles.taken(),
            _frozen(self._used),
        )
        self._questions, self._used = [], {}
        return fragment

    def _answer(self, question: Question) -> str:
        self._questions.append(question)
        return f"\0{len(self._questions) - 1}\0"

    def bookmark(self, anchor: str) -> str:
        """The name of the bookmark at ``anchor``."""
        return self._answer(lambda ledgers: ledgers.bookmarks.name(anchor))

    def around(self, name: str, content: str) -> str:
        """``content`` between the two ends of the bookmark ``name``."""
        number = self._answer(lambda ledgers: ledgers.bookmarks.number())
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'

    def at(self, anchor: str, content: str = "") -> str:
        """``content`` where links to ``anchor`` lead; unchanged when there is none."""
        return self.around(self.bookmark(anchor), content) if anchor else content

    def hyperlink(self, target: str, *, in_note: bool) -> str:
        """The relationship of the part, that of the notes or of the text, to an address outside."""
        if in_note:
            return self._answer(lambda ledgers: ledgers.note_links.hyperlink(target))
        return self._answer(lambda ledgers: ledgers.text_links.hyperlink(target))

    def asset(self, asset: Asset, *, in_note: bool) -> str:
        """The relationship of the part to an image of the document."""
        return self.image(asset.digest, asset.media_type, asset.data, in_note=in_note)

    def image(self, digest: str, media_type: MediaType, data: bytes, *, in_note: bool) -> str:
        """The relationship of the part to an image."""

        def related(ledgers: Ledgers) -> str:
            ledgers.media.add(digest, media_type, data)
            return (ledgers.note_links if in_note else ledgers.text_links).image(digest)

        return self._answer(related)

    def picture(self) -> str:
        """A number for a place that shows an image."""
        return self._answer(lambda ledgers: ledgers.media.number())

    def control(self) -> str:
        """A number for a content control."""
        return self._answer(lambda ledgers: next(ledgers.controls))

    def unordered(self, setting: Setting, *, rtl: bool, format: str) -> str:
        """The numbering of a list of bullets or check boxes (``Numberings.unordered``)."""
        return self._answer(lambda ledgers: ledgers.numberings.unordered(setting, rtl=rtl, format=format))

    def ordered(self, setting: Setting, numbering: Numbering, level: int, start: int, *, rtl: bool) -> str:
        """A numbering of its own for one list (``Numberings.ordered``)."""
        return self._answer(
            lambda ledgers: ledgers.numberings.ordered(setting, numbering, level, start, rtl=rtl)
        )

    def call(self, note_id: str) -> None:
        """The text calls a note."""
        self._questions.append(lambda ledgers: ledgers.called.add(note_id))

    def cut(self, letters: str, expansion: str) -> None:
        """What an abbreviation stands for is longer than the title of a control."""
        self._questions.append(lambda ledgers: ledgers.cut.__setitem__(letters, expansion))

    def use(self, family: str, characters: str) -> None:
        """Another family than the body's sets ``characters``."""
        self._used.setdefault(family, set()).update(characters)


def _frozen(used: dict[str, set[str]]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((family, frozenset(characters)) for family, characters in used.items()) if used else ()
