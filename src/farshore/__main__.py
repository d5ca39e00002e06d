"""The `farshore` command, and `python -m farshore`."""

import sys

from farshore.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
