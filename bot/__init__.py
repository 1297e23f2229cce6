"""The three ways in: command line, terminal chat and Discord."""
