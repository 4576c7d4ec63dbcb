"""Pages of persons and of their rights; they stand here because accounts are below the policy."""
