"""Who may read what, and why: the one policy of the house.

Legal ground: loi 2005-32 art. 128; CASF art. L226-2-2 and L121-6-2; CSP art. L1110-4; code pénal art. 226-13. Neighbours: every room of
records asks here before it opens anything; the policy knows dossiers and acteurs, never contents.
"""
