"""Pages of the EPS."""
