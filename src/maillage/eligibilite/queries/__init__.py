"""Reads of eligibility: exit campaigns."""
