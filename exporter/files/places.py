"""Where a file is: a path of this system, or an address such as ``s3://bucket/rows.csv``."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TypeAlias

import msgspec

from exporter.errors import UsageError

_OF_THIS_SYSTEM = ("file", "local")


class Address(msgspec.Struct, frozen=True):
    """A place that fsspec reaches: ``scheme://``, where the store is, and the path in it.

    It has of ``Path`` what is asked of both, and knows nothing of what stands there.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    def __truediv__(self, below: str) -> Address:
        between = "" if self.text.endswith("/") else "/"
        return Address(f"{self.text}{between}{below}")

    @property
    def parent(self) -> Address:
        """The folder it lies in."""
        scheme, _, path = self._whole().partition("://")
        return Address(f"{scheme}://{path.rpartition('/')[0]}")

    @property
    def name(self) -> str:
        return self._last().name

    @property
    def stem(self) -> str:
        return self._last().stem

    @property
    def suffix(self) -> str:
        return self._last().suffix

    @property
    def is_web(self) -> bool:
        return self.text.lower().startswith(("http://", "https://"))

    def _last(self) -> PurePosixPath:
        return PurePosixPath(self._whole().partition("://")[2].rpartition("/")[2])

    def _whole(self) -> str:
        """Without a query, as web addresses that are signed have one, and without a ``/`` at its end."""
        return (self.text.partition("?")[0] if self.is_web else self.text).rstrip("/")


Place: TypeAlias = Path | Address


def place(text: str) -> Place:
    """The place that somebody wrote: an address is what has ``://`` in it.

    Files of this system are paths also where they are written as addresses, so that nothing is promised less
    of them. Raises ``UsageError`` for what is no address of one store.
    """
    scheme, mark, path = text.partition("://")
    if not mark:
        return Path(text)
    if not _is_scheme(scheme) or "::" in text or not path.strip("/"):
        raise UsageError.because("address", f"{text!r} is no address", "write scheme://store/path")
    return Path(path) if scheme.lower() in _OF_THIS_SYSTEM else Address(text)


def _is_scheme(text: str) -> bool:
    """Whether a scheme can be called so (RFC 3986, 3.1)."""
    return text[:1].isalpha() and text.isascii() and all(sign.isalnum() or sign in "+-." for sign in text)
