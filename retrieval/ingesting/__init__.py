"""Articles on their way into a library: found, read, freed of recurring lines, cut, committed."""
