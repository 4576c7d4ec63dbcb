"""Reads of saisines: links, the list of those that wait, one demand, what its demander may know."""
