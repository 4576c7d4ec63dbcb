"""Forms of the charte, of extracts, of persons and of their rights."""
