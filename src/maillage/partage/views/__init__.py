"""Pages of the charte, of the matrix of rights, of extracts received."""
