"""Writes of the points with schools."""
