"""Profiles: what the severity of each rule is for a purpose."""

from __future__ import annotations

from typing import NamedTuple

from exporter.errors import UsageError
from exporter.notices import Severity


class Profile(NamedTuple):
    """``severities`` replaces the severity of the rules it names; ``placeholders`` lets words stand
    in for images that cannot be had."""

    name: str
    severities: dict[str, Severity]
    placeholders: bool = False


STRICT = Profile("strict", {})
DRAFT = Profile(
    "draft",
    {
        "title-missing": "warning",
        "alt-missing": "warning",
        "contrast-low": "warning",
        "heading-empty": "warning",
        "anchor-missing": "warning",
    },
    placeholders=True,
)
"""Lets pass what leaves a readable file, at the price of the claims those rules guard."""

_PROFILES = {profile.name: profile for profile in (STRICT, DRAFT)}


def named_profile(name: str) -> Profile:
    """Raises ``UsageError`` naming the profiles there are."""
    if name not in _PROFILES:
        raise UsageError.because(
            "profile-unknown", f"there is no profile {name!r}", f"choose from {', '.join(_PROFILES)}"
        )
    return _PROFILES[name]
