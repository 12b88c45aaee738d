"""Addresses: which a document may lead to, and how they stand on paper. One rule for every format."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

SAFE_SCHEMES = ("http", "https", "mailto", "tel")
_IN_URI = "!#$%&'()*+,/:;=?@[]"
"""What stands in a URI beside letters, digits and ``-._~`` (RFC 3986, 2)."""
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(rf"(?:{'|'.join(SAFE_SCHEMES)}):(?://)?", re.IGNORECASE)


def scheme_of(target: str) -> str | None:
    """The scheme of an address, empty where it has none, ``None`` where it is no address.

    Browsers drop tabs and line ends from an address before they read it, so none may stand in
    one (WHATWG URL, 4.4); ``//host`` leaves the scheme to whoever opens it.
    """
    if re.search(r"[\x00-\x20\x7f\\]", target) or target.startswith("//") or not target:
        return None
    try:
        return urlsplit(target).scheme.lower()
    except ValueError:
        return None


def is_base(address: str) -> bool:
    """Whether relative addresses can be resolved against this one: a web address, whole."""
    return scheme_of(address) in ("http", "https")


def is_relative(target: str) -> bool:
    """Whether a link needs a base: it is neither in this document nor has a scheme of its own."""
    return not target.startswith("#") and scheme_of(target) == ""


def leads_out(target: str) -> bool:
    """Whether a file may lead to this address: the checks refuse any other, and no backend writes it."""
    return scheme_of(target) in SAFE_SCHEMES


def printed_address(target: str) -> str:
    """An address as one would type it from paper: without scheme and closing slash."""
    return _SCHEME.sub("", target, count=1).rstrip("/")


def uri_of(target: str) -> str:
    """An address in the characters of a URI: any other as the octets of its UTF-8 (RFC 3987, 3.1).

    The host too: whoever looks its name up makes Punycode of it (RFC 3986, 3.2.2). What is encoded
    already stays as it is.
    """
    return quote(_BARE_PERCENT.sub("%25", target), safe=_IN_URI)
