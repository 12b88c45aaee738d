"""Fixed phrases for each language, and the script and direction languages are written in."""

from __future__ import annotations

from exporter.language.latin import LATIN
from exporter.language.other_scripts import OTHER_SCRIPTS
from exporter.language.phrases import AccessibilityPhrases, Phrases
from exporter.language.tags import direction_of, han_of, primary, script_of_language

PHRASES = LATIN | OTHER_SCRIPTS
"""By primary language, and by its script as well where that needs other words."""


def phrases_for(language: str) -> Phrases:
    """The phrases for a BCP 47 tag: those of its primary language, else English."""
    scripted = f"{primary(language)}-{script_of_language(language)}"
    return PHRASES.get(scripted) or PHRASES.get(primary(language)) or PHRASES["en"]


def has_phrases(language: str) -> bool:
    return primary(language) in PHRASES
