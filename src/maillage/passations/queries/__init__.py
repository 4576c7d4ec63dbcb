"""Reads of hand-over: what each page shows, under the policy, noted in the journal."""
