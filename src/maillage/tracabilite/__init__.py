"""The journal of who read and wrote what: chained events, written before anything nominative leaves.

Legal ground: CNIL, délib. 2021-122 (journalisation); RGPD art. 5-2 and 32. Neighbours: every room notes here; events hold
identifiers and rule names only, never a name nor free text.
"""
