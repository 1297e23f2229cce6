"""Pictures of the bot's stories, drawn from the payloads it really sent to the loopback Discord."""
