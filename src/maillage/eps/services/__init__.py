"""Writes of the EPS: each keeps its turn, is judged again when it is made, and is told in the journal."""
