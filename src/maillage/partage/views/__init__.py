"""Pages of the charte, of extracts, of persons and of their rights; accounts are below the policy, so theirs are here."""
