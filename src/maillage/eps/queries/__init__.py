"""Reads of the EPS: projections of what the acteur may see."""
