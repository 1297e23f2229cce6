"""Model weights: where they come from, that they are whole, and running their graphs."""
