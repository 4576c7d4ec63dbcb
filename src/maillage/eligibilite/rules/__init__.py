"""Rules of eligibility: values in, reasoned verdicts out; no clock, no base."""
