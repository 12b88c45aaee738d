"""Profiles: what the severity of each rule is for a purpose. TOML, of the package or one's own."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias, get_args

import msgspec

from exporter.checks.rules import LENIENT, RULES
from exporter.checks.subject import Rule
from exporter.errors import InputRefused, UsageError
from exporter.files import resource, resource_names
from exporter.model.convert import convert
from exporter.notices import Severity
from exporter.theme.layers import parse_toml

Level: TypeAlias = Severity | Literal["off"]
LEVELS: dict[str, Level] = {level: level for level in (*get_args(Severity), "off")}


class Profile(NamedTuple):
    """``severities`` replaces the severity of the rules it names; ``placeholders`` lets words stand
    in for images that cannot be had."""

    name: str
    severities: dict[str, Level]
    placeholders: bool = False

    def level(self, rule: Rule) -> Level:
        return self.severities.get(rule.id, rule.severity)


class _Stated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of a profile may say."""

    extends: str = ""
    description: str = ""
    placeholders: bool | None = None
    severities: dict[str, str] = {}


def profile_names() -> tuple[str, ...]:
    """The profiles that come with the package."""
    return resource_names("templates", "profiles", suffix=".toml")


def named_profile(name: str) -> Profile:
    """The profile of the package called ``name``; raises ``UsageError`` naming those there are."""
    if name not in profile_names():
        raise UsageError.because(
            "profile-unknown",
            f"there is no profile {name!r}",
            f"choose from {', '.join(profile_names())}, or name a .toml of your own",
        )
    return parse_profile(resource("templates", "profiles", f"{name}.toml"), f"{name}.toml")


def parse_profile(data: bytes, file: str) -> Profile:
    """The profile in ``data``, over that of the package which it extends.

    Raises ``InputRefused`` with the file, the rule or key that is wrong, and what may have been meant.
    """
    values = parse_toml(data, file, "profile-syntax")
    if unknown := next((key for key in values if key not in _Stated.__struct_fields__), ""):
        fix = _meant(unknown, _Stated.__struct_fields__)
        raise _refused(file, f"a profile says nothing of {unknown!r}", fix)
    try:
        stated = convert(values, _Stated)
    except msgspec.ValidationError as error:
        raise _refused(file, str(error), "") from None
    severities = {rule: _level(rule, level, file) for rule, level in stated.severities.items()}
    if not stated.extends:
        return Profile(file, severities, bool(stated.placeholders))
    if stated.extends not in profile_names():
        raise _refused(
            file, f"there is no profile {stated.extends!r}", _meant(stated.extends, profile_names())
        )
    base = named_profile(stated.extends)
    placeholders = base.placeholders if stated.placeholders is None else stated.placeholders
    return Profile(file, base.severities | severities, placeholders)


def _level(name: str, level: str, file: str) -> Level:
    """``level`` as the severity of the rule called ``name``."""
    rules = {rule.id: rule for rule in RULES}
    if name not in rules:
        raise _refused(file, f"there is no rule {name!r}", _meant(name, rules))
    if level not in LEVELS:
        raise _refused(file, f"{name}: {level!r} is no severity", _meant(level, LEVELS))
    if rules[name].severity == "error" and name not in LENIENT and level != "error":
        raise _refused(file, f"{name} is always an error: no file can be made otherwise", "leave it out")
    return LEVELS[level]


def _meant(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(known)}"


def _refused(file: str, message: str, fix: str) -> InputRefused:
    return InputRefused.because("profile-value", message, fix, file=file)
