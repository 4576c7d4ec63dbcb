"""Rules about children: names as people write them, duplicates proposed with reasons, tolerant search.

Pure: standard library, numpy and rapidfuzz. Nothing here merges two children; a person decides.
Comparison stays inside one programme: two institutions are never linked without a legal ground.
"""
