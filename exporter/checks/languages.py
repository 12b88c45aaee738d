"""Which language words are in: a guess from their letters and from the commonest among them.

It is made to be silent rather than wrong: a few words, a mixture, or an unknown language get no answer.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from exporter.checks.wording import COMMON
from exporter.language import primary, script_of_language
from exporter.model import Document, Group, Span, Text, children
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


def own_words(document: Document, language: str) -> list[str]:
    """The first words of ``document`` in lower case, without those of passages in another language."""
    return list(itertools.islice(_words(document, primary(language)), _MOST))


def _words(document: Document, language: str) -> Iterator[str]:
    stack: list[object] = list(document.blocks[::-1])
    while stack:
        node = stack.pop()
        if isinstance(node, (Group, Span)) and node.lang and primary(node.lang) != language:
            continue
        if isinstance(node, Text):
            yield from _WORD.findall(node.text.lower())
        stack += children(node)[::-1]


def other_language(stated: str, words: list[str]) -> str:
    """What ``words`` are in rather than in ``stated`` (BCP 47): a script or a language; empty where they may
    be in ``stated``."""
    return _other_script(stated, "".join(words)) or _other_words(stated, words)


def _other_script(stated: str, letters: str) -> str:
    usual = script_of_language(stated) or _USUAL.get(primary(stated))
    found = Counter(map(script_of, letters))
    found.pop("", None)
    if not usual or found.total() < _LEAST_LETTERS:
        return ""
    own = sum(count for script, count in found.items() if writes(usual, script))
    script, _ = found.most_common(1)[0]
    return f"the script {script} (ISO 15924)" if own < (1 - _MAIN) * found.total() else ""


def _other_words(stated: str, words: list[str]) -> str:
    if primary(stated) not in COMMON or len(words) < _LEAST_WORDS:
        return ""
    counts = Counter(words)
    shares = {name: sum(counts[word] for word in common) / len(words) for name, common in COMMON.items()}
    likely = max(shares, key=lambda name: shares[name])
    is_rich = len(COMMON[likely] & counts.keys()) >= _LEAST_DIFFERENT
    return repr(likely) if is_rich and shares[primary(stated)] < _FEW and shares[likely] > _MANY else ""
