"""Which language words are in: a guess from their letters and from the commonest among them.

It is made to be silent rather than wrong: a few words, a mixture, or an unknown language get no answer.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from exporter.checks.subject import Subject
from exporter.checks.wording import COMMON
from exporter.language import primary, script_of_language
from exporter.model import Document, Group, Span, Text, children
from exporter.prepare import Part
from exporter.scripts import script_of, writes

_MOST = 600
"""Words that are looked at: enough for a guess, however long the document is."""
_LEAST_WORDS, _LEAST_LETTERS = 30, 60
_FEW, _MANY = 0.06, 0.18
"""Shares of words that are among the commonest of a language: where it is another one, and where it is it."""
_MAIN = 0.7
_LEAST_DIFFERENT = 6
"""How many of the commonest words of a language must be there for a text to be in it."""
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")
_USUAL = {
    **dict.fromkeys(("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ro", "sv", "tr", "vi"), "Latn"),
    **dict.fromkeys(("bg", "ru", "uk"), "Cyrl"),
    "el": "Grek",
}
"""Scripts of languages that ``script_of_language`` need not know."""


class _Tally(NamedTuple):
    """Of words, how many are among the commonest of a language; of their letters, how many its script has."""

    words: int
    common: int
    letters: int
    own: int


def language_read(subject: Subject, stated: str) -> str:
    """What the text is in rather than in ``stated`` (BCP 47): a script or a language; empty where it may be
    in ``stated``. Its first words count, without those of passages in another language."""
    words: list[tuple[str, ...]] = []
    tallies: list[_Tally] = []
    left = _MOST
    for part, tally in subject.each(_tallied_in(stated)):
        is_last = tally.words >= left
        words.append(part[:left] if is_last else part)
        tallies.append(_tally(words[-1], stated) if tally.words > left else tally)
        left -= tally.words
        if is_last:
            break
    count, common, letters, own = map(sum, zip(*tallies, strict=True)) if tallies else (0, 0, 0, 0)
    if own >= (1 - _MAIN) * letters and common >= _FEW * count:
        return ""  # as in most documents: nothing needs to be compared with other languages
    first = list(itertools.chain.from_iterable(words))
    return _other_script(stated, "".join(first)) or _other_words(stated, first)


@functools.cache
def _tallied_in(stated: str) -> Callable[[Part], tuple[tuple[str, ...], _Tally]]:
    """Finds the first words of a part in lower case, and counts them."""

    def tallied(part: Part) -> tuple[tuple[str, ...], _Tally]:
        words = tuple(itertools.islice(_words(part.document, primary(stated)), _MOST))
        return words, _tally(words, stated)

    return tallied


def _tally(words: tuple[str, ...], stated: str) -> _Tally:
    found = _scripts_of("".join(words))
    common = COMMON.get(primary(stated), frozenset())
    return _Tally(len(words), sum(word in common for word in words), found.total(), _own(found, stated))


def _words(document: Document, language: str) -> Iterator[str]:
    stack: list[object] = list(document.blocks[::-1])
    while stack:
        node = stack.pop()
        if isinstance(node, (Group, Span)) and node.lang and primary(node.lang) != language:
            continue
        if isinstance(node, Text):
            yield from _WORD.findall(node.text.lower())
        stack += children(node)[::-1]


def _other_script(stated: str, letters: str) -> str:
    found = _scripts_of(letters)
    if not _usual(stated) or found.total() < _LEAST_LETTERS:
        return ""
    script, _ = found.most_common(1)[0]
    is_own = _own(found, stated) >= (1 - _MAIN) * found.total()
    return "" if is_own else f"the script {script} (ISO 15924)"


def _usual(language: str) -> str:
    """The script that ``language`` is written in (ISO 15924); empty where it is not known."""
    return script_of_language(language) or _USUAL.get(primary(language), "")


def _scripts_of(letters: str) -> Counter[str]:
    """How many of ``letters`` are of each script; those that scripts share do not count."""
    found: Counter[str] = Counter()
    for letter, count in Counter(letters).items():
        found[script_of(letter)] += count
    found.pop("", None)
    return found


def _own(found: Counter[str], language: str) -> int:
    usual = _usual(language)
    return sum(count for script, count in found.items() if writes(usual, script))


def _other_words(stated: str, words: list[str]) -> str:
    if primary(stated) not in COMMON or len(words) < _LEAST_WORDS:
        return ""
    counts = Counter(words)
    shares = {name: sum(counts[word] for word in common) / len(words) for name, common in COMMON.items()}
    likely = max(shares, key=lambda name: shares[name])
    is_rich = len(COMMON[likely] & counts.keys()) >= _LEAST_DIFFERENT
    return repr(likely) if is_rich and shares[primary(stated)] < _FEW and shares[likely] > _MANY else ""
