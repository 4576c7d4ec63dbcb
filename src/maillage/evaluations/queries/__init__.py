"""Reads of the points with schools."""
