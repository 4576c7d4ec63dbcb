"""What the programme says of its year: the return to the annual survey, the dashboard of a REP, the annual report.

Legal ground: annual survey of the PRE (ANCT); loi 2005-32 art. 128 (nothing nominative to élus or funders). Neighbours: takes
figures from `statistiques` for the team's own pages, and from approved releases of `publications` for whatever leaves.
"""
