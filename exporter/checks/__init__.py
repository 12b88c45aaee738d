"""The one gate before anything is written: Document + Theme -> Verdict."""

from exporter.checks.gate import check, refusal
from exporter.checks.profiles import Profile, named_profile, parse_profile, profile_names
from exporter.checks.rules import RULES
from exporter.checks.subject import Rule, Subject
