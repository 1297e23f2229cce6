"""Measurements run by hand: speed, quality and endurance."""
