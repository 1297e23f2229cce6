"""What the bot tells of itself: journal, figures, health, and its failures in sentences."""
