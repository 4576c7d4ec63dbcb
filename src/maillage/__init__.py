"""Maillage: the cooperation around a child of a Programme de réussite éducative, one room per concept of the trade."""
