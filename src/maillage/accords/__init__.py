"""Parental authority, what the family has agreed to, what rests on it, and the address that one adult must not learn.

Legal ground: code civil art. 371-1, 372, 372-2, 373-2-1, 375-7, 377, 378; CASF art. L226-2-2; loi 2005-32 art. 128. Neighbours:
`dossiers` holds the secret, `partage` asks what is agreed before it opens a volet to a partner, `enfants` knows the adults by name.
"""
