"""Reprise: the trackers that a team already keeps (xlsx, xls, ods, csv) become dossiers, without losing a cell.

A file is read, its tables found, its columns proposed, its values normalised to the nomenclatures; free text that
speaks of health, family, police or justice goes to quarantine; impossible rows are refused with their reason;
look-alike children are proposed to a person, never merged alone. Every non-empty cell has exactly one fate.

Legal ground: RGPD art. 5 (accuracy, minimisation, storage limitation) and 9 (sensitive data); L226-2-2 CASF
(shared secrecy); CNIL, délibération n° 2022-008 du 20 janvier 2022.
Neighbours: stands on `notions`; receives from `territoire` the recognition of schools and from `enfants` the
comparison of children; `coquille` shows it. Nothing below knows it.
"""
