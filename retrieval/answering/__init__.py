"""From ranked passages to a checked answer."""
