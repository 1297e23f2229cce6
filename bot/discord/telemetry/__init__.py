"""What the bot tells of itself: journal, metrics, health, and its failures in sentences."""
