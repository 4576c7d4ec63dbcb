"""Pages of children: list, page of a child, cercle."""
