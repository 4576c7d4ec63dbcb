"""Rules of eligibility: pure."""
