"""Rules of what is said of a year. Pure; they receive counts, never children."""
