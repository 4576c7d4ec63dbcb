"""The store of what was released: a database of its own, that holds no child and never changes what it holds."""
