"""A server's library: the command, what comes in, which library it is."""
