"""Writes of eligibility: exit campaigns."""
