"""Reads of syntheses."""
