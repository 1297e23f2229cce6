"""The catalog in PostgreSQL, shared by any number of processes and hosts."""
