"""Records of syntheses, of letters sent, and of alerts transmitted."""

from maillage.syntheses.models.alertes import AlerteTransmise
from maillage.syntheses.models.courriers import CourrierEmis, NumeroDeCourrier
from maillage.syntheses.models.ecrits import (
    SECTIONS,
    CoauteurDeSynthese,
    RelectureDeSynthese,
    SectionDeSynthese,
    SectionFamille,
    SectionMediation,
    SectionParcours,
    SectionProtection,
    SectionSante,
    SectionScolarite,
    SectionSocial,
    Synthese,
)

__all__ = [
    "SECTIONS",
    "AlerteTransmise",
    "CoauteurDeSynthese",
    "CourrierEmis",
    "NumeroDeCourrier",
    "RelectureDeSynthese",
    "SectionDeSynthese",
    "SectionFamille",
    "SectionMediation",
    "SectionParcours",
    "SectionProtection",
    "SectionSante",
    "SectionScolarite",
    "SectionSocial",
    "Synthese",
]
