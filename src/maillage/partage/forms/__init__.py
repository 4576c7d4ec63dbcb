"""Forms of persons and of their rights."""
