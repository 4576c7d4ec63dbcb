"""Values that every room uses: periods, school years, reasoned decisions, texts of law, errors, nomenclatures.

Pure (standard library only). Neighbours: every other room stands on this one; it knows none of them.
"""
