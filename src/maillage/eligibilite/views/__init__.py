"""Pages of eligibility: exit campaigns."""
