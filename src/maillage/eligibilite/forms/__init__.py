"""Forms of eligibility: exit campaigns."""
