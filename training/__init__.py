"""How the reader is made: its sources, its pairs, its training and its tests."""
