"""The zip file around an EPUB (OCF 3.3) or a Word document (ISO/IEC 29500-2), read with bounds.

Parts are read into memory by their names and never written to a path, so no name can lead astray.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from exporter.errors import InputRefused, LimitReached

MOST_PARTS = 10_000
MOST_BYTES = 512 * 2**20
"""All parts together, unpacked."""
MOST_RATIO = 200
"""Unpacked size to packed: far above what text packs to, far below what a zip bomb does."""
_ALWAYS_FINE = 2**20
"""A part below this many bytes may be packed as tightly as it likes."""


class Package:
    """The parts of a zip file by name. Raises ``InputRefused`` or ``LimitReached`` as it is made."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise InputRefused.because("damaged", "the zip file is damaged", file=name) from None
        self._parts = self._checked(self._zip.infolist())

    def _checked(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(infos) > MOST_PARTS:
            raise self._too_large(f"it has more than {MOST_PARTS} parts")
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise self._too_large(f"it unpacks to more than {MOST_BYTES // 2**20} MiB")
        for info in infos:
            if info.file_size > max(_ALWAYS_FINE, MOST_RATIO * info.compress_size):
                raise self._too_large(f"{info.filename} unpacks to more than {MOST_RATIO} times its size")
        parts = {info.filename: info for info in infos}
        if len(parts) != len(infos):
            raise InputRefused.because("damaged", "two parts have one name", file=self.name)
        return parts

    def _too_large(self, why: str) -> LimitReached:
        return LimitReached.because("too-large", why, file=self.name)

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """The bytes of a part; raises ``InputRefused`` where it is missing, damaged or encrypted."""
        info = self._parts.get(part)
        if info is None:
            raise InputRefused.because("damaged", f"the part {part} is missing", file=self.name)
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
            raise InputRefused.because(
                "damaged", f"the part {part} cannot be unpacked", file=self.name
            ) from None

    @property
    def is_epub(self) -> bool:
        """Whether the part that names the media type names EPUB's (OCF 3.3, 4.3)."""
        return "mimetype" in self and self.read("mimetype").strip() == b"application/epub+zip"
