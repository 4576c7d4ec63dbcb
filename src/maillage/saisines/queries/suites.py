"""What a demander may know of her demands: by her account, or by the number and the code of her receipt."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords.rules.numeros import lire_numero
from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import empreinte, trousseau
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.partage import murs
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.saisines.models import COMPARTIMENT, Saisine
from maillage.saisines.rules import EtatDeSaisine, Voie
from maillage.saisines.rules.contenus import lire
from maillage.saisines.rules.suites import SuiteDite, demandeur, repondre

SUITE = "dire_la_suite"


@dataclass(frozen=True, slots=True)
class SuiteLue:
    """A demand as its demander sees it. `enfant`: the given name and letter that she wrote herself."""

    id: UUID
    numero: str
    recue_le: date
    dite: SuiteDite
    enfant: str = ""
    mot: str = ""
    programme: str = ""


def miennes(acteur: Acteur, *, at: date) -> tuple[SuiteLue, ...]:
    """What became of the demands that this person wrote, the latest first."""
    rangs = list(
        Saisine.objects.filter(programme_id=acteur.programme_id, auteur_id=acteur.id)
        .select_related("programme")
        .order_by("-created_at")[:200]
    )
    if not rangs:
        return ()
    noter(acteur, Acte.SOLLICITER, decide(acteur, Acte.SOLLICITER, None, None, at),
          objet="mes saisines", nombre=len(rangs))  # fmt: skip
    return _dire(rangs, acteur.id)


def mienne(acteur: Acteur, saisine_id: UUID, *, at: date) -> SuiteLue:
    """One of them; that of somebody else does not exist."""
    rangs = Saisine.objects.filter(
        pk=saisine_id, programme_id=acteur.programme_id, auteur_id=acteur.id
    ).select_related("programme")
    if not rangs:
        raise Introuvable
    noter(acteur, Acte.SOLLICITER, decide(acteur, Acte.SOLLICITER, None, None, at),
          objet=f"saisine {saisine_id}")  # fmt: skip
    return _dire(rangs, acteur.id)[0]


def par_code(numero: str, code: str) -> SuiteLue | None:
    """What became of the demand of this receipt; None for a wrong number and for a wrong code alike.

    Nobody is signed in and the number names no programme: one row is looked for, by a declared job.
    """
    lettres = "".join(c for c in code.upper() if c.isalpha())
    with murs.systeme(None, SUITE, au_nom_de=None, objet=SUITE):
        rangs = Saisine.objects.filter(numero=lire_numero(numero) or "").exclude(code="")
        trouvee = rangs.select_related("programme").first()
    if trouvee is None:
        return None
    attendu = empreinte(trouvee.programme_id, f"code de saisine|{trouvee.numero}|{lettres}")
    if not hmac.compare_digest(attendu, trouvee.code):
        return None
    return _dire([trouvee], None)[0]


def _dire(rangs: Iterable[Saisine], qui: UUID | None) -> tuple[SuiteLue, ...]:
    """Only the stage is read, by a declared job: the demander opens nothing of the dossier."""
    lus = list(rangs)
    programme = lus[0].programme
    with murs.systeme(programme.pk, SUITE, au_nom_de=qui, objet=SUITE):
        ids = [r.parcours_id for r in lus if r.parcours_id]
        etapes = dict(Parcours.objects.filter(pk__in=ids).values_list("pk", "etape"))
    cles = trousseau(programme.pk, [r.pk for r in lus], [COMPARTIMENT])
    dites = []
    for r in lus:
        try:
            contenu = r.ouvrir(cles)
        except Illisible:  # its key was destroyed: the number and the answer stay
            contenu = {}
        etape = etapes.get(r.parcours_id)
        ecrite = demandeur(Voie(r.voie), r.origine, reconnue=r.reconnue)
        dite = repondre(ecrite, EtatDeSaisine(r.etat), Etape(etape) if etape else None)
        dites.append(
            SuiteLue(
                r.pk,
                r.numero,
                r.recue_le,
                dite,
                str(contenu.get("etiquette") or lire(contenu).etiquette),
                str(contenu.get("mot", "")) if dite.mot else "",
                programme.nom,
            )
        )
    return tuple(dites)
