"""Outside judges: programs we did not write, which say whether our files are what we claim.

Each module asks one judge about many files in one go and returns its findings for each file. A judge that
dies, or gives no verdict, raises `JudgeBroken`: no file passes because nobody looked at it.
"""

from tests.judges.available import require
from tests.judges.finding import Finding, JudgeBroken, problems

__all__ = ["Finding", "JudgeBroken", "problems", "require"]
