"""What others make of the same Markdown: pandoc, and typst for its PDF, as processes of their own.

Typst comes as a library, so a Python that loads nothing else runs it: some 10 ms of its time are Python's.
"""

from __future__ import annotations

import sys
from pathlib import Path

_TYPST = (
    "import sys; sys.path[:] = sys.argv[3:]; import typst; "
    "typst.Compiler(sys.argv[1]).compile(output=sys.argv[2], format='pdf', pdf_standards='ua-1')"
)

Command = list[str]


def pandoc() -> str:
    """The program, or nothing where it is not installed."""
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        return ""


def has_typst() -> bool:
    try:
        import typst  # noqa: F401
    except ImportError:
        return False
    return True


def commands(source: Path, form: str) -> list[Command]:
    """How they make ``form`` of ``source``, beside it; empty where they are not installed."""
    program = pandoc()
    if not program or (form == "pdf" and not has_typst()):
        return []
    made = "typst" if form == "pdf" else form
    target = str(source.with_suffix(f".theirs.{made}"))
    written = [program, "--standalone", str(source), "--to", made, "--output", target]
    if form != "pdf":
        return [written]
    pdf = str(source.with_suffix(".theirs.pdf"))
    return [written, [sys.executable, "-I", "-c", _TYPST, target, pdf, *sys.path]]
