"""The three ways in: command line, terminal chat and Discord."""

if __name__ == "bot":  # the old name of this folder, in a checkout
    from footnote.old_names import stand_in

    stand_in(__name__)
