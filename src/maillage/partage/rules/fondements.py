"""The texts on which rights stand, as a jurist cites them."""

from __future__ import annotations

from maillage.notions.decision import Texte

ART_128 = Texte("Loi n° 2005-32 du 18 janvier 2005, art. 128")
ACTION_SOCIALE = Texte("CASF, art. L. 121-6-2 : ce qui est strictement nécessaire à la mission")
PARTAGE = Texte("CASF, art. L. 226-2-2 : partage limité au nécessaire, la famille informée")
ALERTE = Texte("CASF, art. L. 226-2-1 : information préoccupante transmise sans délai à la CRIP")
SOINS = Texte("CSP, art. L. 1110-4 : secret des informations de santé")
MISSION_PUBLIQUE = Texte("RGPD, art. 6-1-e : mission d'intérêt public du PRE")
ARCHIVES = Texte("Code du patrimoine, art. L212-2 : visa des Archives avant toute élimination")
CNIL = Texte("CNIL, délib. n° 2022-008 : habilitation selon les attributions")
SECURITE = Texte("RGPD, art. 32 : sécurité des accès")
JOURNALISATION = Texte("CNIL, délib. n° 2021-122 : contrôle des accès ; RGPD, art. 15")
SECRET_PROFESSIONNEL = Texte("Code pénal, art. 226-13 : secret professionnel")
CHARTE = Texte("Charte de confidentialité du programme")
