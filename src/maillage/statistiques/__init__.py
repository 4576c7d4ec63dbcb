"""Figures of the programme: what is counted, how, and what is missing to count it.

Legal ground: annual survey of the PRE (ANCT); loi 2005-32 art. 128 (nothing nominative outside the team). Neighbours: rules receive
facts without identity; the pages for élus will read released tables only.
"""
