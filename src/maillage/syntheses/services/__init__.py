"""Writes of syntheses."""
