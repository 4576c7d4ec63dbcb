"""Counting rules. Pure; they receive facts without any identity."""
