"""Pages of hand-over."""
