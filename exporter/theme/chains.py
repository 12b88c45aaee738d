"""Chains of faces: which of them sets a character, and what none of them can."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.files import find_family, font_family
from exporter.language import han_of, script_of_language
from exporter.scripts import is_complex, script_of, writes
from exporter.theme.fonts import Face, is_ignorable
from exporter.theme.once import once_a_theme
from exporter.theme.theme import FontRole, TextStyle, Theme

_JOINERS = ("\u200c", "\u200d")
_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
"""What closes, and what opens it: the two are set in one face (UAX #24, 5.1)."""


class Chain(NamedTuple):
    """The faces to try, in order, and that for what all scripts share."""

    faces: tuple[Face, ...]
    usual: Face | None


def families(theme: Theme, role: FontRole, language: str = "") -> tuple[str, ...]:
    """The families to try, in order: the role's own, then those for scripts that are installed.

    Of the families for Han characters, the one for ``language`` (BCP 47) comes first.
    """
    stack = theme.fonts.code if role == "code" else theme.fonts.body
    scripts = theme.fonts.scripts
    own = han_of(language)
    first = scripts.get(own, ()) if own else ()
    others = (*first, *(name for names in scripts.values() for name in names))
    return tuple(dict.fromkeys((*stack.families, *(name for name in others if find_family(name)))))


def face_chain(
    theme: Theme, role: FontRole, *, bold: bool, italic: bool, language: str = ""
) -> tuple[Face, ...]:
    """The faces to try, in order, for text of this role, style and language."""
    return face_chains(theme)(role, bold, italic, language).faces


def usual_face(theme: Theme, role: FontRole, *, bold: bool, italic: bool, language: str = "") -> Face | None:
    """The face for what all scripts share, such as digits, in text of this role, style and language: that of
    the letters of the language's own script, as far as one is installed. Code has none: there every digit
    is of one width."""
    return face_chains(theme)(role, bold, italic, language).usual


@once_a_theme
def face_chains(theme: Theme) -> Callable[[FontRole, bool, bool, str], Chain]:
    """Tells ``face_chain`` and ``usual_face`` of a role, bold, italic, in a language: for who asks often."""

    @functools.cache
    def chain(role: FontRole, bold: bool, italic: bool, language: str) -> Chain:
        faces = tuple(Face(family, bold, italic) for family in families(theme, role, language))
        if role == "code":
            return Chain(faces, None)
        script = script_of_language(language)
        installed = (
            Face(name, bold, italic) for name in theme.fonts.scripts.get(script, ()) if find_family(name)
        )
        letters = (_letter_of(script, face) for face in installed)
        return Chain(faces, next((_first(letter, faces) for letter in letters if letter), faces[0]))

    return chain


@functools.cache
def _letter_of(script: str, face: Face) -> str:
    """A letter of ``script`` that ``face`` has, if it has any."""
    letters = (letter for letter in map(chr, sorted(face.characters)) if letter.isalpha())
    return next((letter for letter in letters if writes(script, script_of(letter))), "")


def itemise(text: str, chain: tuple[Face, ...], usual: Face | None = None) -> Iterator[tuple[Face, str]]:
    """``text`` cut into runs, each with the first face of the chain that has its characters.

    Marks stay with the letter they belong to, in a face that has both, if there is one; what
    changes nothing visible stays with the run it is in. A character that no face has goes to the
    first, which will show its missing glyph: the checks have refused it before.

    With a ``usual`` face, what several scripts share, as digits and punctuation, is set in the face of the
    letters before it, else of those behind it, else in that one (UAX #24, 5.1), where that has it.
    """
    is_plain = usual is None or usual == chain[0]
    if is_plain and chain[0].has_all(text) and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        yield chain[0], text
        return
    parts = list(_settable(text, chain))
    faces = _faces(parts, chain) if usual is None else _faces_by_script(parts, chain, usual)
    start = index = 0
    current = chain[0]
    for part, face in zip(parts, faces, strict=True):
        if face is not current:
            if index > start:
                yield current, text[start:index]
            start, current = index, face
        index += len(part)
    yield current, text[start:]


def _faces(parts: Iterable[str], chain: tuple[Face, ...]) -> Iterator[Face]:
    current = chain[0]
    for part in parts:
        current = _face_for(part, chain, current)
        yield current


def _faces_by_script(parts: Sequence[str], chain: tuple[Face, ...], usual: Face) -> Iterator[Face]:
    """The face of each part, those that several scripts share in that of the letters around them."""
    letters = (_first(part, chain) for part in parts if script_of(part[0]))
    around = current = next(letters, None) or usual
    opened: list[tuple[str, Face]] = []
    for part in parts:
        if script_of(part[0]):
            around = current = _face_for(part, chain, current)
        else:
            if opened and _PAIRS.get(part) == opened[-1][0]:
                around = opened.pop()[1]
            elif part in _PAIRS.values():
                opened.append((part, around))
            current = around if around.sets(part) else _face_for(part, chain, current)
        yield current


def clusters(text: str) -> Iterator[str]:
    """``text`` in parts that no run may divide: a character, with the marks and joiners behind it."""
    start = 0
    for index, character in enumerate(text):
        if index and not _clings(character):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def distinct_clusters(text: str) -> set[str]:
    """The different clusters of ``text``, which most texts have as many of as characters."""
    characters = set(text)
    if text.isascii():
        return characters
    return set(clusters(text)) if any(map(_clings, characters)) else characters


def _clings(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in _JOINERS


def _settable(text: str, chain: tuple[Face, ...]) -> Iterator[str]:
    """The clusters of ``text``; one that no face has whole, character by character."""
    for cluster in clusters(text):
        if len(cluster) == 1 or _first(cluster, chain):
            yield cluster
        else:
            yield from cluster


def _face_for(part: str, chain: tuple[Face, ...], current: Face) -> Face:
    if len(part) == 1 and (is_ignorable(part) or (unicodedata.combining(part) and current.sets(part))):
        return current
    return _first(part, chain) or chain[0]


def _first(part: str, chain: tuple[Face, ...]) -> Face | None:
    """The first face with a glyph for the composed form of ``part`` (NFC), else the first with all of
    its characters: a letter drawn with its mark is better than a mark set over it."""
    composed = unicodedata.normalize("NFC", part)
    found = next((face for face in chain if face.sets(composed)), None)
    return found or next((face for face in chain if face.sets(part)), None)


def missing(text: str, chain: tuple[Face, ...]) -> Iterator[tuple[int, str]]:
    """The characters of ``text``, with their offsets, that no face of the chain can set."""
    if chain[0].has_all(text):
        return
    offset = 0
    for part in _settable(text, chain):
        if len(part) == 1 and not _first(part, chain):
            yield offset, part
        offset += len(part)


def set_width(text: str, style: TextStyle, theme: Theme) -> float:
    """How wide ``text`` is in one line of ``style``, in points."""
    stack = theme.fonts.code if style.font == "code" else theme.fonts.body
    first = Face(stack.family, style.bold, style.italic)
    if first.has_all(text):
        return first.width(text) * style.size  # no chain: tables ask this of every word
    chain = face_chain(theme, style.font, bold=style.bold, italic=style.italic)
    usual = usual_face(theme, style.font, bold=style.bold, italic=style.italic)
    return sum(_width(part, face) for face, part in itemise(text, chain, usual)) * style.size


def chain_width(text: str, chain: tuple[Face, ...]) -> float:
    """How wide ``text`` is in one line that the faces of ``chain`` set, in em."""
    if text.isascii() and chain[0].has_all(text):
        return chain[0].width(text)
    return sum(_width(part, face) for face, part in itemise(text, chain))


def _width(text: str, face: Face) -> float:
    joins = any(is_complex(script_of(character)) for character in text)
    return face.shaped_width(text) if joins else face.width(text)


def licences(theme: Theme) -> dict[str, str]:
    """The licence (SPDX) of each family that the theme may set text in."""
    names = (*families(theme, "body"), *families(theme, "code"))
    return {name: font_family(name).license for name in names}
