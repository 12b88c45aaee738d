"""``python -m exporter``."""

import sys

from exporter.cli.process import main

sys.exit(main())
