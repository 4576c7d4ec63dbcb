"""Composition of the house: settings, addresses, entry points.

Legal ground: none of its own. Neighbours: knows every room; no room knows it.
"""
