"""Pure rules of hand-over: states and reasons, sharing out, what would be left to nobody."""
