"""The output intent: which colours the numbers of this file mean (ISO 32000-1, 14.11.5)."""

from __future__ import annotations

import functools
from typing import Any

from exporter.backends.pdf.objects import icc
from exporter.backends.pdf.objects.syntax import Stream, array, dictionary, text_string

_MOST_KNOWN = 64
_SRGB = text_string("sRGB IEC61966-2.1")


@functools.cache
def _profile() -> bytes:
    """The stream of the profile, packed once in a process."""
    return Stream(icc.srgb(), {"N": 3}).data


def output_intents(document: Any) -> bytes:
    """sRGB, so that ``DeviceRGB`` and ``DeviceGray`` are colours and not a device's (ISO 19005-2, 6.2.3)."""
    return _intents(document.put(_profile()))


@functools.lru_cache(_MOST_KNOWN)
def _intents(profile: bytes) -> bytes:
    intent = dictionary(
        Type="/OutputIntent",
        S="/GTS_PDFA1",
        OutputConditionIdentifier=_SRGB,
        RegistryName=text_string("http://www.color.org"),
        Info=_SRGB,
        DestOutputProfile=profile,
    )
    return array((intent,))
