"""``exporter check``."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from typing import get_args

from exporter.checks import RULES, Profile, refusal
from exporter.cli import exits
from exporter.cli.plan import refuse_unjudgeable
from exporter.cli.report import Outcome, mistake_of_ours, print_notices, say, write_report
from exporter.cli.source import document_of
from exporter.errors import ExporterError
from exporter.files import today
from exporter.notices import Notice, Severity, visible
from exporter.pipeline import check, load_profile, load_theme
from exporter.theme import Theme


def run(arguments: argparse.Namespace) -> int:
    """Judges each source; one that cannot be read stops only itself. Returns the highest exit code."""
    profile = load_profile(arguments.profile)
    if arguments.list:
        return _listed(profile)
    refuse_unjudgeable(arguments)
    theme = load_theme(arguments.theme, [name for names in arguments.edition for name in names])
    outcomes = []
    said = exits.OK
    for source in arguments.sources:
        outcome = _outcome(source, theme, profile, arguments)
        outcomes.append(outcome)
        print_notices(outcome.notices)
        if arguments.json != "-":
            said = max(said, say(_summary(outcome)))
    said = max(said, write_report(arguments.json, outcomes))
    return max(said, *(outcome.exit_code for outcome in outcomes))


def _outcome(source: str, theme: Theme, profile: Profile, arguments: argparse.Namespace) -> Outcome:
    """What was found in one source, of reading it and by the rules, in the order of its lines."""
    started = time.perf_counter()
    notices: list[Notice] = []
    code = exits.OK
    try:
        document, read_notices = document_of(source, arguments, profile)
        notices += read_notices
        verdict = check(document, theme=theme, values=dict(arguments.set), profile=profile, today=today())
        notices += verdict.notices
        code = exits.code_for(refusal(verdict)) if verdict.errors else exits.OK
    except ExporterError as error:
        notices += error.notices
        code = exits.code_for(error)
    except Exception as error:  # a mistake of ours, which must not take the other documents with it
        notices.append(mistake_of_ours(error, source))
        code = exits.REFUSED
    found = sorted(dict.fromkeys(notices), key=lambda notice: (notice.line, notice.column))
    return Outcome(source, code, time.perf_counter() - started, tuple(found))


def _summary(outcome: Outcome) -> str:
    """How much was found, as ``1 error, 2 warnings, 1 info``."""
    counts = Counter(notice.severity for notice in outcome.notices)
    found = [
        f"{counts[severity]} {severity}{'s' * (counts[severity] > 1 and severity != 'info')}"
        for severity in get_args(Severity)
        if counts[severity]
    ]
    return f"{visible(outcome.source)}  {', '.join(found) or 'nothing found'}"


def _listed(profile: Profile) -> int:
    """The rules as a table: id, severity in this profile, what it asks, and the clause that wants it."""
    rows = [(rule.id, profile.level(rule), rule.asks, rule.source) for rule in RULES]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return say(*("  ".join(map(str.ljust, row, (*widths, 0))) for row in rows))
