"""The one gate before anything is written: Document + Theme -> Verdict."""

from exporter.checks.gate import check, refusal
from exporter.checks.profiles import DRAFT, STRICT, Profile, named_profile
from exporter.checks.rules import RULES, Rule, Subject
