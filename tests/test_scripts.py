"""Scripts of characters, and how languages are written."""

from __future__ import annotations

import pytest

from exporter.language import direction_of, han_of
from exporter.scripts import EAST_ASIAN, RIGHT_TO_LEFT, is_complex, script_of, writes


@pytest.mark.parametrize(
    ("character", "script"),
    [("a", "Latn"), ("ż", "Latn"), ("ж", "Cyrl"), ("ש", "Hebr"), ("ع", "Arab"), ("क", "Deva"), ("ก", "Thai")]
    + [("药", "Hani"), ("\U00020bb7", "Hani"), ("カ", "Kana"), ("한", "Hang")]
    + [(shared, "") for shared in (" ", "5", "。", "،", "\u0301", "😀")],
)
def test_a_character_has_the_script_that_unicode_gives_it(character: str, script: str) -> None:
    assert script_of(character) == script


def test_what_a_script_takes() -> None:
    assert all(
        is_complex(script) for script in (*RIGHT_TO_LEFT, "Deva", "Beng", "Taml", "Thai", "Khmr", "Mymr")
    )
    assert not any(is_complex(script) for script in (*EAST_ASIAN, "Latn", "Grek", "Cyrl", ""))


def test_ways_of_writing_use_several_scripts() -> None:
    assert writes("Arab", "Arab") and not writes("Arab", "Hebr")
    assert all(writes(way, "Hani") for way in ("Hans", "Hant", "Jpan", "Kore"))
    assert writes("Jpan", "Kana") and writes("Kore", "Hang") and not writes("Hans", "Kana")


@pytest.mark.parametrize(
    ("language", "way"),
    [
        *((tag, "Hans") for tag in ("zh", "zh-CN", "zh-Hans-TW", "zh-Latn")),
        *((tag, "Hant") for tag in ("zh-TW", "zh-Hant", "ZH-hk", "yue")),
        *((tag, "Jpan") for tag in ("ja", "ja-JP")),
        ("ko", "Kore"),
        *((tag, "") for tag in ("en", "", "vi")),
    ],
)
def test_a_language_says_how_han_characters_are_written(language: str, way: str) -> None:
    assert han_of(language) == way


def test_direction_by_script_before_language() -> None:
    assert direction_of("az-Arab") == direction_of("he") == "rtl"
    assert direction_of("he-Latn") == direction_of("hi") == "ltr"
