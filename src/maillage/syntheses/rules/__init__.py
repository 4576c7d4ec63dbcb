"""Rules of syntheses: pure."""
