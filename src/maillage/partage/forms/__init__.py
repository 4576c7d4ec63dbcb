"""Forms of the charte, of extracts, of accounts."""
