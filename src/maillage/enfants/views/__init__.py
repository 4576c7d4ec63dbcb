"""Pages of the children: their volets, what the family agrees to, protected addresses."""
