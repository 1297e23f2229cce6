"""The community teaches the bot: open questions, helpers' answers, channels that are sources."""
