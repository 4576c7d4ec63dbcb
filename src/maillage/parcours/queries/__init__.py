"""Reads of the parcours: list of children, page of a child, day of a professional."""
