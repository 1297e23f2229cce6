"""Pictures of what the benchmarks measured, drawn from their kept results."""
