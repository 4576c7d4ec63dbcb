"""Pages of the points with schools."""
