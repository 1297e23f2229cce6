"""The `footnote` command."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit status."""
    from footnote.bot.cli.app import run

    sys.exit(run(sys.argv[1:]))
