"""Who the programme may welcome: local rules, three-valued verdicts that explain themselves, the day the map changes.

Law: loi n° 2005-32 of 18 January 2005 («situés en zone urbaine sensible, ou scolarisés dans un établissement relevant de
l'éducation prioritaire»), loi n° 2014-173 and its décrets (QPV). Below: `territoire` (zones, établissements, réseaux),
`enfants` (homes, schooling). Above: `parcours` tells what it knows through `fournisseurs` (decision 0014).
"""
