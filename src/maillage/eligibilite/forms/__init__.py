"""Forms of eligibility."""
