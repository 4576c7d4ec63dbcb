"""Children, their family and their schooling, each record sealed in the volet it belongs to.

Legal ground: loi 2005-32 art. 128 (2 to 16 years, agreement of the parents); code civil art. 371-1 and 372 (parental authority).
Neighbours: `dossiers` holds the secret, `territoire` names schools, `parcours` follows what is done together.
"""
