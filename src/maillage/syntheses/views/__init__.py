"""Pages of syntheses."""
