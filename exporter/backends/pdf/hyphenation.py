"""Where words of a language may be parted: soft hyphens, which show only where a line ends."""

from __future__ import annotations

import functools
import re
from typing import Any

from exporter.backends.pdf.fonts.shaping import SOFT_HYPHEN

LEAST_LETTERS = 6
"""Shorter words are left whole: parting them gains little and costs a reader more."""
_WORD = re.compile(rf"[^\W\d_]{{{LEAST_LETTERS},}}")


def hyphenated(text: str, language: str) -> str:
    """``text`` with soft hyphens in its words, where there are patterns for ``language`` (BCP 47)."""
    if patterns_of(language) is None:
        return text
    return _WORD.sub(lambda word: _parted(word[0], language), text)


@functools.lru_cache(1 << 15)
def _parted(word: str, language: str) -> str:
    parted: str = patterns_of(language).inserted(word, SOFT_HYPHEN)
    return parted


@functools.cache
def patterns_of(language: str) -> Any:
    """The patterns of a language, of its nearest relative, or none."""
    import pyphen  # only for themes that part words

    found = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=found) if found else None
