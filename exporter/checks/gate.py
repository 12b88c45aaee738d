"""Runs every rule and adds up what they found."""

from __future__ import annotations

from exporter.checks.profiles import STRICT, Profile
from exporter.checks.rules import LIMITS, RULES, Finding, Rule, Subject
from exporter.errors import ExporterError, InputRefused, LimitReached
from exporter.model import Document, by_kind
from exporter.notices import ALL_STANDARDS, Notice, Standard, Verdict
from exporter.prepare import settle
from exporter.theme import Theme


def check(document: Document, theme: Theme, profile: Profile = STRICT) -> Verdict:
    """What the rules say of ``document`` in ``theme``, and the standards it has earned.

    A standard is lost to any finding of a rule that guards it, even one that the profile
    lets pass as a warning.
    """
    kinds = by_kind(document)
    settled = settle(document, kinds)
    subject = Subject(settled, theme, kinds if settled is document else by_kind(settled))
    notices: list[Notice] = []
    lost: set[Standard] = set()
    for rule in RULES:
        for finding in rule.find(subject):
            notices.append(_notice(rule, finding, document.source, profile))
            lost.update(rule.guards)
    return Verdict(tuple(notices), ALL_STANDARDS - lost)


def refusal(verdict: Verdict) -> ExporterError:
    """The error that a verdict with errors ends in: a limit reached, else an input refused."""
    is_limit = any(notice.code in LIMITS for notice in verdict.errors)
    return LimitReached(*verdict.notices) if is_limit else InputRefused(*verdict.notices)


def _notice(rule: Rule, finding: Finding, file: str, profile: Profile) -> Notice:
    return Notice(
        code=rule.id,
        message=finding.message,
        fix=finding.fix or rule.fix,
        severity=profile.severities.get(rule.id, rule.severity),
        file=file,
        line=finding.pos.line,
        column=finding.pos.column,
    )
