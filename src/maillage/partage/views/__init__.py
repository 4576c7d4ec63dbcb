"""Pages of the policy itself. One module for each part."""
