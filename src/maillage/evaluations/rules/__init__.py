"""Rules of the points with schools: pure."""
