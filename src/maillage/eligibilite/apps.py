from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save


class Eligibilite(AppConfig):
    name = "maillage.eligibilite"
    label = "eligibilite"

    def ready(self) -> None:
        from maillage.eligibilite import fraicheur  # noqa: PLC0415 - apps are loaded
        from maillage.enfants.reperage import domiciles_reperes  # noqa: PLC0415
        from maillage.territoire.zonage import carte_enregistree  # noqa: PLC0415

        # By name: `parcours` is a room above, and tells nothing more than that something changed.
        for modele in ("enfants.Domicile", "enfants.Scolarite", "parcours.Parcours"):
            post_save.connect(
                fraicheur.un_fait_a_change, sender=modele, dispatch_uid=f"verdict {modele}"
            )
        for signal, nom in ((carte_enregistree, "carte"), (domiciles_reperes, "domiciles")):
            signal.connect(fraicheur.tout_a_change, dispatch_uid=f"verdicts {nom}")
