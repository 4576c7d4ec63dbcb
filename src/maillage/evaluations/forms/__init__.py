"""Forms of the points with schools."""
