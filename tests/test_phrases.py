"""The fixed phrases: every language says the same, in letters that can be set."""

from __future__ import annotations

import datetime
import string

import pytest

from exporter.language import PHRASES, Phrases, has_phrases, phrases_for, script_of_language
from exporter.prepare.prepared import month_and_year
from exporter.theme import face_chain, missing, named_theme

ENGLISH = PHRASES["en"]
NOT_WORDS = ("language", "callouts", "accessibility")


def sentences(phrases: Phrases) -> dict[str, str]:
    """All that a language says, by its names, but for the labels of callouts."""
    said = {name: getattr(phrases, name) for name in Phrases._fields if name not in NOT_WORDS}
    return said | phrases.accessibility._asdict()


def places(phrase: str) -> list[str]:
    """What is put into a phrase."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(phrase) if name)


@pytest.mark.parametrize("language", PHRASES)
def test_a_language_says_everything_and_puts_the_same_into_it(language: str) -> None:
    phrases = PHRASES[language]
    assert phrases.language == language
    for name, said in sentences(phrases).items():
        assert said.strip() == said != ""
        assert places(said) == places(sentences(ENGLISH)[name]), name
    assert list(phrases.callouts) == list(ENGLISH.callouts)
    assert len(set(phrases.callouts.values())) == len(ENGLISH.callouts)


@pytest.mark.parametrize("language", PHRASES)
def test_a_theme_has_the_letters_of_every_language(language: str) -> None:
    phrases = PHRASES[language]
    date = month_and_year(datetime.date(2026, 11, 1), language)
    said = " ".join((*sentences(phrases).values(), *phrases.callouts.values(), date))
    for bold in (False, True):
        chain = face_chain(named_theme("clinic"), "body", bold=bold, italic=False, language=language)
        assert not list(missing(said, chain))


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("pt-BR", "pt"),
        ("ar-EG", "ar"),
        ("zh", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("sw", "en"),
    ],
)
def test_a_tag_finds_its_language(language: str, spoken: str) -> None:
    assert phrases_for(language).language == spoken
    assert has_phrases(language) == (language != "sw")


@pytest.mark.parametrize(
    ("language", "script"),
    [("ur", "Arab"), ("az-Arab", "Arab"), ("hi", "Deva"), ("zh-HK", "Hant"), ("en", "")],
)
def test_a_language_has_a_script(language: str, script: str) -> None:
    assert script_of_language(language) == script
