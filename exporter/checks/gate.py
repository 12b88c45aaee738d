"""Runs every rule and adds up what they found."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from exporter.checks.profiles import Profile, named_profile
from exporter.checks.rules import LIMITS, RULES
from exporter.checks.subject import Finding, OfNodes, Rule, Subject
from exporter.errors import ExporterError, InputRefused, LimitReached
from exporter.model import Document
from exporter.model.memory import Memory
from exporter.notices import ALL_STANDARDS, Notice, Severity, Standard, Verdict
from exporter.prepare import Part, settle
from exporter.theme import Theme

_OF_NODES = [(rule.id, *rule.find) for rule in RULES if isinstance(rule.find, OfNodes)]


def check(
    document: Document,
    theme: Theme,
    profile: Profile | None = None,
    today: datetime.date | None = None,
    memory: Memory | None = None,
) -> Verdict:
    """What the rules say of ``document`` in ``theme``, and the standards it has earned.

    A standard is lost to any finding of a rule that guards it, even one that the profile lets pass
    as a warning or leaves out. The profile is ``strict`` unless there is one, and ``today`` the
    document's own date. ``memory`` is what was found in documents that have parts in common with this one.
    """
    profile = profile or named_profile("strict")
    settled = settle(document, Memory() if memory is None else memory)
    day = today or document.metadata.date or datetime.date.min
    subject = Subject(settled, theme, day)
    notices: list[Notice] = []
    lost: set[Standard] = set()
    of_nodes = _joined(subject.each(_found_in))
    for rule in RULES:
        found = of_nodes[rule.id] if isinstance(rule.find, OfNodes) else rule.find(subject)
        for finding in found:
            lost.update(rule.guards)
            level = profile.level(rule)
            if level != "off":
                notices.append(_notice(rule, finding, document.source, level))
    return Verdict(tuple(notices), ALL_STANDARDS - lost)


def _found_in(part: Part) -> list[tuple[str, Finding]]:
    """What rules about single nodes find in a part, with their ids."""
    found: list[tuple[str, Finding]] = []
    for id, kinds, find in _OF_NODES:
        if nodes := part.of(kinds):
            found += [(id, finding) for finding in find(nodes)]
    return found


def _joined(parts: Iterable[list[tuple[str, Finding]]]) -> defaultdict[str, list[Finding]]:
    """The findings of all parts, by the ids of the rules."""
    joined = defaultdict[str, list[Finding]](list)
    for id, finding in chain.from_iterable(parts):
        joined[id].append(finding)
    return joined


def refusal(verdict: Verdict) -> ExporterError:
    """The error that a verdict with errors ends in: a limit reached, else an input refused."""
    is_limit = any(notice.code in LIMITS for notice in verdict.errors)
    return LimitReached(*verdict.notices) if is_limit else InputRefused(*verdict.notices)


def _notice(rule: Rule, finding: Finding, file: str, severity: Severity) -> Notice:
    return Notice(
        code=rule.id,
        message=finding.message,
        fix=finding.fix or rule.fix,
        severity=severity,
        file=file,
        line=finding.pos.line,
        column=finding.pos.column,
    )
