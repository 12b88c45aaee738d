"""The command line: what can be asked, and its help."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn

from exporter.batch.delimiters import DELIMITERS
from exporter.batch.names import DEFAULT_TEMPLATE
from exporter.notices import visible
from exporter.pipeline import DEFAULT_FORMATS, DEFAULT_PROFILE, DEFAULT_THEME

_MOST_WORKERS = 999

_EXPORT_EXAMPLES = """\
examples:
  exporter export leaflet.md
      writes leaflet.pdf, leaflet.docx and leaflet.epub here
  exporter export content/*.md --to pdf,html --out build
      two formats of many documents, into the folder build
  exporter export notes.md --draft --meta language=en
      a draft of a text that is not finished
  exporter export leaflet.md --theme plain --edition large-print letter
      another look, in large print, on the paper of North America
  exporter export - --name leaflet < leaflet.md
      from standard input
  exporter export leaflet.md --verify --report proof.html
      only what has been read back and is the same document, with a proof sheet

exit codes:
  0 done   1 not proved   2 usage   3 input refused   4 reading or writing failed   5 limit reached
  130 interrupted
"""


_VERIFY_EXAMPLES = """\
examples:
  exporter verify leaflet.md leaflet.pdf leaflet.docx
      do both files say what the source says, in the look of the default theme?
  exporter verify letter.md letter.pdf --set patient.name='A. Person'
      with the values that the file was exported with
  exporter verify leaflet.md leaflet.pdf --theme plain --edition large-print
      with the look that the file was exported in
  exporter verify leaflet.md leaflet.pdf leaflet.docx --report proof.html
      with a proof sheet to keep
  exporter verify leaflet.md edited.docx --theme none
      the text alone, of a file that somebody has given another look

exit codes:
  0 the same   1 different   2 usage   3 input refused   4 reading failed   5 limit reached
"""


_BATCH_EXAMPLES = """\
examples:
  exporter batch letter.md --data patients.csv --dry-run
      reads every row, says what is wrong, and what it would take
  exporter batch letter.md --data patients.xlsx --name '{patient.id}' --out build
      build/4711.pdf, build/4711.docx, build/4711.epub and so on
  exporter batch letter.md --data patients.csv --edition-from paper --language-from language
      the look and the language that each row asks for
  exporter batch letter.md --data patients.csv --out build
      once more, after it was interrupted or a row was put right: makes only what is not there yet
  exporter batch letter.md --data patients.csv --archive all.zip --report rows.csv --verify-sample 20
      one file, a table of what became of each row, and 20 documents compared with what export makes
  exporter batch s3://clinic/letter.md --data s3://clinic/patients.csv --out s3://clinic/out --scheduler tcp://10.0.0.5:8786
      from a store to a store, by a Dask cluster; any address that fsspec knows will do

exit codes:
  0 done   1 the sample differs   2 usage   3 input refused   4 reading or writing failed   5 limit reached
  6 rows were set aside, all others are done   7 another run writes there   130 interrupted
"""


_CHECK_EXAMPLES = """\
examples:
  exporter check leaflet.md
      what is wrong with it, and what could be better?
  exporter check content/*.md --profile house.toml --json report.json
      many documents by the rules of a house, and the findings as data
  exporter check leaflet.md --edition large-print a5
      in another look: contrast, sizes, the length of lines, characters without a glyph
  exporter check --list --profile draft
      all rules, with their severities in a profile

exit codes:
  0 no errors   2 usage   3 errors found   4 reading or writing failed   5 limit reached
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in the one line that every notice is."""

    def error(self, message: str) -> NoReturn:
        hint = next((hint for sign, hint in _HINTS.items() if sign in message), "")
        self.exit(2, f"-: error usage {visible(message)} ({hint}see `{self.prog} --help`)\n")


_HINTS = {
    "required: SOURCE": "write SOURCE before options that take several values; ",
    "is not KEY=VALUE": "write SOURCE before options that take several values; ",
    "required: FILE": "name the files to compare behind SOURCE; ",
}
"""What to do about the mistakes that everybody makes once, by what argparse says of them."""


class _Version(argparse.Action):
    """Looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"exporter {version('exporter')}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    top = _Parser(
        prog="exporter",
        description="One source, one theme: the same document as PDF, Word, EPUB and HTML.",
        epilog="`exporter COMMAND --help` shows the options of a command, with examples.",
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    _add_export(commands)
    _add_check(commands)
    _add_verify(commands)
    _add_batch(commands)
    commands.add_parser(
        "themes", help="list themes and editions", description="Lists the themes and their editions."
    )
    commands.add_parser("formats", help="list the formats", description="Lists the formats.")
    commands.add_parser(
        "schema",
        help="print the JSON Schema of a document",
        description="Prints the JSON Schema of the model, for sources in JSON.",
    )
    return top


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    export = commands.add_parser(
        "export",
        help="write documents as PDF, Word, EPUB or HTML",
        description="Checks each SOURCE and writes it in every format asked for, or not at all.",
        epilog=_EXPORT_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    export.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="a Markdown file, a model in .json, or - for stdin"
    )
    _add_formats(export)
    export.add_argument("--out", default=".", metavar="DIR", help="folder to write to (default: this one)")
    export.add_argument("--name", metavar="STEM", help="name of the files without ending")
    _add_look(export, "a theme by name, or your own .toml")
    _add_reading(export)
    export.add_argument(
        "--verify",
        action="store_true",
        help="read the files back first, and write them only if they are the same document",
    )
    _add_report(export)
    _add_json(export)


def _add_batch(commands: argparse._SubParsersAction[_Parser]) -> None:
    batch = commands.add_parser(
        "batch",
        help="write a document for each row of data",
        description="Fills the fields of SOURCE from each row, and writes a document for it.",
        epilog=_BATCH_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    batch.add_argument("source", metavar="SOURCE", help="a Markdown file, or a model in .json, with fields")
    batch.add_argument(
        "--data", required=True, metavar="FILE", help="the rows: a .csv, .jsonl, .xlsx or .parquet file"
    )
    batch.add_argument(
        "--delimiter", choices=DELIMITERS, default="", help="what parts the columns of CSV (default: found)"
    )
    _add_formats(batch)
    batch.add_argument("--out", default=".", metavar="DIR", help="folder to write to (default: this one)")
    batch.add_argument(
        "--name",
        default=DEFAULT_TEMPLATE,
        metavar="TEMPLATE",
        help=f"name of the files without ending; with columns in braces (default: {DEFAULT_TEMPLATE})",
    )
    batch.add_argument(
        "--edition-from", default="", metavar="COLUMN", help="the column that names editions for its row"
    )
    batch.add_argument(
        "--language-from", default="", metavar="COLUMN", help="the column that names the language of its row"
    )
    crew = batch.add_mutually_exclusive_group()
    crew.add_argument(
        "--workers",
        type=_positive,
        default=_processors(),
        metavar="N",
        help="processes that work (default: %(default)s)",
    )
    crew.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="have the workers of a Dask cluster do it, e.g. tcp://10.0.0.5:8786",
    )
    batch.add_argument("--archive", metavar="FILE", help="write one .zip or .tar instead of a folder")
    batch.add_argument("--report", metavar="FILE", help="write what became of each row as CSV")
    batch.add_argument(
        "--verify-sample",
        type=_positive,
        default=0,
        metavar="N",
        help="make N of the documents once more, alone, and compare them",
    )
    batch.add_argument("--dry-run", action="store_true", help="plan and estimate, and write nothing")
    batch.add_argument("--strict", action="store_true", help="write nothing where a row cannot be used")
    batch.add_argument(
        "--limit",
        type=_pair,
        nargs="+",
        action="extend",
        default=[],
        metavar="KEY=VALUE",
        help="what one document may take: seconds=60 memory=2000 (MB) pages=2000 megabytes=100 images=500",
    )
    _add_look(batch, "a theme by name, or your own .toml")
    _add_reading(batch)


def _add_formats(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--to",
        type=_names,
        default=DEFAULT_FORMATS,
        metavar="LIST",
        help=f"formats, comma between them (default: {','.join(DEFAULT_FORMATS)})",
    )


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser(
        "check",
        help="say what is wrong with documents, and write nothing",
        description="Judges each SOURCE in a theme by all rules, a line for each finding.",
        epilog=_CHECK_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="a Markdown file, a model in .json, or - for stdin"
    )
    check.add_argument("--list", action="store_true", help="print the rules as a table, and check nothing")
    _add_look(check, "the theme to judge, by name or your own .toml")
    _add_reading(check)
    _add_json(check)


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", metavar="FILE", help="write a report as JSON; - for standard output")


def _add_verify(commands: argparse._SubParsersAction[_Parser]) -> None:
    verify = commands.add_parser(
        "verify",
        help="compare files with the document they were made from",
        description="Reads each FILE back, and compares what it says with SOURCE, how it looks with a theme.",
        epilog=_VERIFY_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument("source", metavar="SOURCE", help="what was exported: a .md, a model in .json, or -")
    verify.add_argument("files", nargs="+", metavar="FILE", help="a PDF, Word, EPUB or HTML file made of it")
    _add_look(verify, "the theme that the files were exported with, or none to compare the text alone")
    _add_reading(verify)
    _add_report(verify)


def _add_report(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--report", metavar="FILE", help="write the proof sheet: what was compared, found and seen, as HTML"
    )


def _add_look(command: argparse.ArgumentParser, theme: str) -> None:
    """The look: the same for an export and for what compares it."""
    command.add_argument(
        "--theme",
        default=DEFAULT_THEME,
        metavar="NAME|FILE",
        help=f"{theme} (default: {DEFAULT_THEME})",
    )
    command.add_argument(
        "--edition",
        type=_names,
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME",
        help="editions to lay over the theme, in this order, e.g. large-print letter",
    )


def _add_reading(command: argparse.ArgumentParser) -> None:
    """What decides how a source is read: the same source and the same of these give one document."""
    command.add_argument("--root", metavar="DIR", help="folder images must lie in (default: SOURCE's)")
    command.add_argument(
        "--meta",
        type=_pair,
        nargs="+",
        action="extend",
        default=[],
        metavar="KEY=VALUE",
        help="metadata to add or replace, e.g. language=en publisher.phone='555 0100'",
    )
    command.add_argument(
        "--set",
        type=_pair,
        nargs="+",
        action="extend",
        default=[],
        metavar="KEY=VALUE",
        help="values for the fields of the document, e.g. patient.name='A. Person' large_print=yes",
    )
    command.add_argument(
        "--profile",
        default=DEFAULT_PROFILE,
        metavar="NAME|FILE",
        help=f"how severe the checks are: strict, draft or your own .toml (default: {DEFAULT_PROFILE})",
    )
    command.add_argument(
        "--draft", action="store_const", const="draft", dest="profile", help="the same as --profile draft"
    )
    command.add_argument(
        "--repair", action="store_true", help="put U+FFFD for characters that no document can hold"
    )


def _names(value: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in value.split(",") if name.strip())
    if not names:
        raise argparse.ArgumentTypeError("give one name or more, comma between them")
    return names


def _positive(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:4]) <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 1 to {_MOST_WORKERS}")
    return int(value)


def _processors() -> int:
    """The processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _pair(value: str) -> tuple[str, str]:
    key, separator, rest = value.partition("=")
    if not separator or not key:
        raise argparse.ArgumentTypeError(f"{value!r} is not KEY=VALUE")
    return key.strip(), rest
