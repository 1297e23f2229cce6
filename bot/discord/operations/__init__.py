"""Running the bot: supervision, health, journal, corrections, catching up."""
