"""Writes of hand-over: one transaction each, under the policy, noted in the journal."""
