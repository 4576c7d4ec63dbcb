"""Syntheses of complex situations: written by several hands, each in her volet, reread by all, sent to one recipient.

Legal ground: CASF, art. L. 226-2-2 (what is strictly necessary, the family informed and agreeing) and art. L. 226-2-1 (an
information préoccupante goes to the CRIP; here only the fact that it went). Neighbours: `accords` says what may be shared
with whom, `partage` who may read and extract what; `evaluations` is another room.
"""
