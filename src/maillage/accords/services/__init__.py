"""Writes of agreements, of parental authority and of cloaks. Callers have asked the policy and noted the act."""
