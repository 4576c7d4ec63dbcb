"""Rules of the EPS: agenda, what must be ready, what each one reads, what a decision does."""
