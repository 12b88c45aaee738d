"""``python -m exporter``."""

import sys

from exporter.cli.process import main

if __name__ == "__main__":  # not where a process that was spawned looks for its tools
    sys.exit(main())
