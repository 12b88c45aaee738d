"""Language tags (BCP 47): their parts, and the script and direction they imply."""

from __future__ import annotations

import functools

from exporter.model import Direction
from exporter.scripts import RIGHT_TO_LEFT

_SCRIPTS = {
    **dict.fromkeys(("ar", "ckb", "fa", "ks", "ku", "ps", "sd", "ug", "ur"), "Arab"),
    **dict.fromkeys(("he", "iw", "yi"), "Hebr"),
    **dict.fromkeys(("arc", "syr"), "Syrc"),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), "Deva"),
    "dv": "Thaa",
    "zh": "Hans",
    "yue": "Hant",
    "ja": "Jpan",
    "ko": "Kore",
}
"""What languages are usually written in, where the direction or the font depends on it."""
_HAN = frozenset(("Hans", "Hant", "Jpan", "Kore"))
_TRADITIONAL = frozenset(["tw", "hk", "mo"])
_KEPT = 64
"""Tags whose language and script are remembered: a document has few, and asks often."""


@functools.lru_cache(_KEPT)
def primary(language: str) -> str:
    """The primary language subtag, e.g. ``en`` of ``en-GB`` (RFC 5646, section 2.2.1)."""
    return language.split("-")[0].lower()


def direction_of(language: str) -> Direction:
    """The direction that a language is written in, from its script where the tag names one."""
    return "rtl" if script_of_language(language) in RIGHT_TO_LEFT else "ltr"


def han_of(language: str) -> str:
    """How a language writes Han characters: ``Hans``, ``Hant``, ``Jpan``, ``Kore``, or not at all.

    One character has other shapes in each of them, so the language decides which font sets it.
    """
    ways = (_stated_script(language), _usual_script(language))
    return next((way for way in ways if way in _HAN), "")


@functools.lru_cache(_KEPT)
def script_of_language(language: str) -> str:
    """The script (ISO 15924) that a language is written in: what its tag states, else the usual one;
    empty where nothing depends on it."""
    return _stated_script(language) or _usual_script(language)


def _usual_script(language: str) -> str:
    """Unicode CLDR, likely subtags."""
    usual = _SCRIPTS.get(primary(language), "")
    is_traditional = usual == "Hans" and _TRADITIONAL & set(language.lower().split("-"))
    return "Hant" if is_traditional else usual


def _stated_script(language: str) -> str:
    """The script subtag of a tag (RFC 5646, section 2.2.3)."""
    subtags = language.split("-")[1:]
    return next((subtag.title() for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), "")
