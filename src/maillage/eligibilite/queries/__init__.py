"""Reads of eligibility."""
