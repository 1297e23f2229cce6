"""From a question on Discord to its posted answer."""
