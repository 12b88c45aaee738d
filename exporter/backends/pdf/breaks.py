"""Where a line may end inside what no space parts (a part of UAX #14).

After hyphens and dashes between letters and after slashes in addresses, as in any text; between
ideographs, kana and syllables of Hangul, and between them and letters of other scripts. No line begins
with a mark that closes or follows, such as 。 or ）, and none ends with one that opens.
"""

from __future__ import annotations

import functools
import re

_IDEOGRAPH = (
    "\u2e80-\u2fd5\u3006\u3007\u3012\u3013\u3020-\u3029\u3036-\u303a\u3041-\u3096\u309f\u30a1-\u30fa\u30ff"
    "\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u3200-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66\uff71-\uff9d\U0001f200-\U0001f2ff\U00020000-\U0003fffd"
)
_FOLLOWS = "\u3005\u303b\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u3095\u3096\u309b-\u309e"
_FOLLOWS += "\u30a0\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f5\u30f6\u30fb-\u30fe"
"""Nonstarters: marks of repetition, small kana, the sign that lengthens a vowel, the middle dot."""
_OPENS_WIDE = "\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\u301d\uff08\uff3b\uff5b\uff5f\uff62"
_CLOSES_WIDE = (
    "\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\u301b\u301e\u301f\uff01\uff09\uff0c\uff0e"
    "\uff1a\uff1b\uff1f\uff3d\uff5d\uff60\uff61\uff63\uff64"
)
_OPENS = rf"(\[{{\u2018\u201c{_OPENS_WIDE}"
_CLOSES = rf")\]}}!,.:;?/\u2019\u201d\u2025\u2026%\u2030\u2103°\u00b7\uff05\uffe0{_CLOSES_WIDE}{_FOLLOWS}"
_GLUE = "\u00a0\u202f\u2007\u2011\u2060\ufeff\u200d\u0300-\u036f\u302a-\u302f\u3099\u309a\ufe00-\ufe0f"
_PREFIXES = "$\u00a3\u00a5\u20ac\uff04\uffe1\uffe5\u2116"

_IN_ANY_TEXT = (
    r"(?<=[^\W\d_][-\u2010\u2013])(?=[^\W\d_])"  # a hyphen or a dash between letters
    r"|(?<=\u2014)(?=\w)"
    r"|(?<=[/?])(?=\w)(?!\w{1,2}(?:[^\w/-]|$)(?!\w))|(?<=&)(?=\w+=)"  # of an address; not in mg/kg and R&D
)
_AROUND_IDEOGRAPHS = (
    rf"(?<=[{_IDEOGRAPH}{_CLOSES_WIDE}{_FOLLOWS}])(?=[^{_CLOSES}{_GLUE}])"
    rf"|(?<=[^{_OPENS}{_GLUE}{_PREFIXES}])(?=[{_IDEOGRAPH}{_OPENS_WIDE}])(?![{_FOLLOWS}])"
)
_FIRST_WIDE = "\u2e80"
"""Below it there are no ideographs, nor marks that go with them."""
_ANY_TEXT = re.compile(_IN_ANY_TEXT)


@functools.cache
def _all() -> re.Pattern[str]:
    """Compiled when it is asked for, as ``_wide`` is: that takes longer than to set many a document."""
    return re.compile(f"{_IN_ANY_TEXT}|{_AROUND_IDEOGRAPHS}")


@functools.cache
def _wide() -> re.Pattern[str]:
    return re.compile(_AROUND_IDEOGRAPHS)


def fragments(text: str) -> list[str]:
    """``text``, which has no spaces, cut where a line may end."""
    return (_all() if max(text, default="") >= _FIRST_WIDE else _ANY_TEXT).split(text)


def is_between_ideographs(before: str, after: str) -> bool:
    """Whether a line may end between two characters because one of them is an ideograph or the like.

    No word goes on over such a place, so a page may end there too.
    """
    return max(before, after) >= _FIRST_WIDE and bool(_wide().match(before + after, 1))
