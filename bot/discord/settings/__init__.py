"""What operators of a server decide: the command and the store."""
