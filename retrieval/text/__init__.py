"""Text as such: sentences, dates, places in a file, links to words, strangers' text made inert."""
