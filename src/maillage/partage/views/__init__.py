"""Pages of the charte, of extracts, of the journal, of persons and of their rights; accounts are below the policy."""
