"""THE ACCESS TABLE: what every address answers to every person, to open it (GET) and to send to it (POST).

Persons: Leïla (coordination), Amina (référente of the child), Bruno (EPS member without mission on the child),
Claire (élue), Sylvie (secretariat), Nour (health professional of the child), a référente of another programme,
Zoé (an account without mission), nobody. A letter names the child: k is Amina's, i is Karim's; r is what nobody knows; a is Amina herself,
7 an unknown session; f is an adult of the family, d what it was asked, p a paper signed.
"""

from __future__ import annotations

from dataclasses import dataclass

PERSONNES = ("leila", "amina", "bruno", "claire", "sylvie", "nour", "voisine", "zoe", "")

TABLE = """
                                Leïla Amina Bruno Claire Sylvie Nour Voisine Zoé personne
GET  /                            200   200   200    200    200  200     200 403      302
GET  /enfants/                    200   200   403    403    200  200     200 403      302
POST /enfants/                    200   200   403    403    200  200     200 403      302
GET  /enfants/k/                  200   200   403    403    200  200     404 403      302
GET  /enfants/i/                  200   404   403    403    200  404     404 403      302
GET  /enfants/k/identite/         200   200   403    403    200  200     404 403      302
GET  /enfants/k/sante/            200   200   403    403    200  200     404 403      302
GET  /enfants/k/protection/       200   200   403    403    200  200     404 403      302
GET  /enfants/k/quarantaine/      404   404   403    403    404  404     404 403      302
GET  /enfants/k/inconnu/          404   404   403    403    404  404     404 403      302
GET  /enfants/i/parcours/         200   404   403    403    200  404     404 403      302
POST /enfants/k/note/             422   422   403    403    403  422     404 403      302
POST /enfants/i/note/             422   404   403    403    403  404     404 403      302
POST /enfants/k/brouillon/        200   200   403    403    403  200     404 403      302
POST /enfants/i/brouillon/        200   404   403    403    403  404     404 403      302
POST /enfants/k/etape/            422   422   403    403    403  403     404 403      302
POST /enfants/i/etape/            422   404   403    403    403  403     404 403      302
POST /enfants/k/etape/t/faite/    302   302   403    403    403  403     404 403      302
POST /enfants/i/etape/t/faite/    302   404   403    403    403  403     404 403      302
GET  /enfants/note/               200   200   403    403    403  200     200 403      302
POST /enfants/note/               422   422   403    403    403  422     422 403      302
POST /enfants/note/enfants/       200   200   403    403    403  200     200 403      302
GET  /enfants/modeles/            200   403   403    403    403  403     403 403      302
POST /enfants/modeles/            422   403   403    403    403  403     403 403      302
POST /enfants/modeles/9/retirer/  404   403   403    403    403  403     403 403      302
GET  /enfants/charge/             200   403   403    403    403  403     403 403      302
POST /enfants/charge/habituelle/  302   403   403    403    403  403     403 403      302
POST /enfants/k/fil/              200   200   403    403    200  200     404 403      302
POST /enfants/i/fil/              200   404   403    403    200  404     404 403      302
GET  /enfants/k/synthese/         200   200   403    403    403  404     404 403      302
GET  /enfants/i/synthese/         200   404   403    403    403  404     404 403      302
POST /enfants/k/synthese/         422   422   403    403    403  404     404 403      302
POST /enfants/i/synthese/         422   404   403    403    403  404     404 403      302
GET  /enfants/k/social/notes/r/   404   404   403    403    403  404     404 403      302
POST /enfants/i/social/notes/r/   404   404   403    403    403  404     404 403      302
GET  /enfants/k/social/pieces/r/  404   404   403    403    404  404     404 403      302
GET  /enfants/i/social/pieces/r/  404   404   403    403    404  404     404 403      302
GET  /enfants/k/acces/            200   200   403    403    403  403     404 403      302
GET  /enfants/i/acces/            200   404   403    403    403  403     404 403      302
GET  /enfants/k/acces/pdf/        200   200   403    403    403  403     404 403      302
GET  /enfants/i/acces/pdf/        200   404   403    403    403  403     404 403      302
GET  /enfants/k/identite/corriger/    200   200   403    403    403  404     404 403      302
GET  /enfants/i/identite/corriger/    200   404   403    403    403  404     404 403      302
POST /enfants/k/identite/corriger/    422   422   403    403    403  404     404 403      302
GET  /enfants/k/identite/adresse/     200   200   403    403    403  404     404 403      302
POST /enfants/i/identite/adresse/     422   404   403    403    403  404     404 403      302
GET  /enfants/k/identite/position/    200   200   403    403    403  404     404 403      302
GET  /enfants/i/identite/position/    200   404   403    403    403  404     404 403      302
POST /enfants/k/identite/position/    422   422   403    403    403  404     404 403      302
POST /enfants/i/identite/position/    422   404   403    403    403  404     404 403      302
GET  /enfants/domiciles/              200   200   403    403    403  200     200 403      302
POST /enfants/domiciles/              302   302   403    403    403  302     302 403      302
GET  /enfants/convergence/            200   403   403    403    403  403     403 403      302
GET  /enfants/domiciles/suivi/        404   404   403    403    403  404     404 403      302
GET  /enfants/k/famille/responsable/  200   200   403    403    403  404     404 403      302
POST /enfants/i/famille/responsable/  422   404   403    403    403  404     404 403      302
GET  /enfants/k/famille/fratrie/      200   200   403    403    403  404     404 403      302
POST /enfants/i/famille/fratrie/      422   404   403    403    403  404     404 403      302
GET  /enfants/k/famille/adultes/f/    200   200   403    403    403  404     404 403      302
GET  /enfants/i/famille/adultes/f/    200   404   403    403    403  404     404 403      302
POST /enfants/k/famille/adultes/f/    422   422   403    403    403  404     404 403      302
POST /enfants/i/famille/adultes/f/    422   404   403    403    403  404     404 403      302
GET  /enfants/k/famille/accords/demander/  200   200   403    403    403  404     404 403      302
GET  /enfants/i/famille/accords/demander/  200   404   403    403    403  404     404 403      302
POST /enfants/k/famille/accords/demander/  422   422   403    403    403  404     404 403      302
POST /enfants/i/famille/accords/demander/  422   404   403    403    403  404     404 403      302
GET  /enfants/k/famille/accords/d/    200   200   403    403    403  404     404 403      302
GET  /enfants/i/famille/accords/d/    200   404   403    403    403  404     404 403      302
POST /enfants/k/famille/accords/d/    422   422   403    403    403  404     404 403      302
POST /enfants/i/famille/accords/d/    422   404   403    403    403  404     404 403      302
GET  /enfants/k/famille/accords/d/imprimer/f/    200   200   403    403    403  404     404 403      302
GET  /enfants/i/famille/accords/d/imprimer/f/    200   404   403    403    403  404     404 403      302
GET  /enfants/k/famille/accords/d/formulaire/p/  200   200   403    403    404  404     404 403      302
GET  /enfants/i/famille/accords/d/formulaire/p/  200   404   403    403    404  404     404 403      302
GET  /enfants/formulaires/            200   200   403    403    403  200     200 403      302
POST /enfants/formulaires/            422   422   403    403    403  422     422 403      302
GET  /enfants/k/scolarite/annee/      404   200   403    403    403  404     404 403      302
POST /enfants/k/scolarite/annee/      404   422   403    403    403  404     404 403      302
POST /enfants/k/referent/             422   403   403    403    403  403     403 403      302
POST /enfants/i/referent/             422   403   403    403    403  403     403 403      302
GET  /enfants/k/parcours/passer/suspendre/   200   200   403    403    403  404     404 403      302
GET  /enfants/i/parcours/passer/suspendre/   200   404   403    403    403  404     404 403      302
POST /enfants/k/parcours/passer/suspendre/   422   422   403    403    403  404     404 403      302
POST /enfants/i/parcours/passer/suspendre/   422   404   403    403    403  404     404 403      302
POST /enfants/k/parcours/passages/r/annuler/ 404   404   403    403    403  404     404 403      302
GET  /enfants/k/parcours/rectifier/          200   403   403    403    403  403     403 403      302
POST /enfants/i/parcours/rectifier/          422   403   403    403    403  403     403 403      302
GET  /enfants/k/parcours/sortie/             200   200   403    403    404  200     404 403      302
GET  /enfants/i/parcours/sortie/             200   404   403    403    404  404     404 403      302
POST /enfants/k/parcours/sortie/             422   422   403    403    404  422     404 403      302
GET  /enfants/k/parcours/sortie/relais/r/    404   404   403    403    403  404     404 403      302
POST /enfants/k/parcours/sortie/relais/r/    404   404   403    403    403  404     404 403      302
GET  /enfants/k/parcours/sortie/courrier/    404   404   403    403    403  404     404 403      302
GET  /enfants/k/parcours/sortie/courrier/f/  404   404   403    403    403  404     404 403      302
GET  /conservation/               200   403   403    403    403  403     403 403      302
POST /conservation/archiver/      302   403   403    403    403  403     403 403      302
POST /conservation/durees/        422   403   403    403    403  403     403 403      302
GET  /conservation/listes/        200   403   403    403    403  403     403 403      302
POST /conservation/listes/preparer/       302   403   403    403    403  403     403 403      302
GET  /conservation/listes/r/              404   403   403    403    403  403     403 403      302
GET  /conservation/listes/r/avancement/   404   403   403    403    403  403     403 403      302
POST /conservation/listes/r/visa/         404   403   403    403    403  403     403 403      302
POST /conservation/listes/r/abandonner/   404   403   403    403    403  403     403 403      302
POST /conservation/listes/r/valider/      404   403   403    403    403  403     403 403      302
POST /conservation/listes/r/reprendre/    404   403   403    403    403  403     403 403      302
GET  /conservation/k/             200   403   403    403    403  403     403 403      302
GET  /conservation/i/             200   403   403    403    403  403     403 403      302
POST /conservation/k/geler/       422   403   403    403    403  403     403 403      302
POST /conservation/i/gel/r/lever/ 404   403   403    403    403  403     403 403      302
POST /conservation/k/contact/     422   403   403    403    403  403     403 403      302
POST /conservation/k/supprimer/   302   403   403    403    403  403     403 403      302
GET  /conservation/i/archive/     404   403   403    403    403  403     403 403      302
POST /conservation/i/archive/     404   403   403    403    403  403     403 403      302
POST /conservation/k/archiver/    302   403   403    403    403  403     403 403      302
POST /conservation/i/reactiver/   404   403   403    403    403  403     403 403      302
GET  /chiffres/                   200   403   403    403    403  403     403 403      302
GET  /chiffres/tableur/           200   403   403    403    403  403     403 403      302
GET  /bilans/enquete/             200   403   403    403    403  403     403 403      302
GET  /bilans/enquete/tableur/     200   403   403    403    403  403     403 403      302
POST /bilans/enquete/2025/envoi/  302   403   403    403    403  403     403 403      302
GET  /bilans/enquete/2025/table/  200   403   403    403    403  403     403 403      302
POST /bilans/enquete/2025/table/  422   403   403    403    403  403     403 403      302
GET  /bilans/enquete/2025/equipe/ 200   403   403    403    403  403     403 403      302
POST /bilans/enquete/2025/equipe/ 422   403   403    403    403  403     403 403      302
GET  /bilans/rapports/            200   403   403    403    403  403     403 403      302
POST /bilans/rapports/commencer/  404   403   403    403    403  403     403 403      302
GET  /bilans/rapports/r/          404   403   403    403    403  403     403 403      302
GET  /bilans/rapports/r/approuver/          404   403   403    403    403  403     403 403      302
POST /bilans/rapports/r/approuver/          404   403   403    403    403  403     403 403      302
GET  /bilans/rapports/r/ecrire/edito/       404   403   403    403    403  403     403 403      302
POST /bilans/rapports/r/ecrire/edito/       404   403   403    403    403  403     403 403      302
GET  /bilans/rapports/r/documents/rapport/  404   403   403    403    403  403     403 403      302
GET  /bilans/rep/                 200   403   403    403    403  403     403 403      302
GET  /bilans/rep/9/               404   403   403    403    403  403     403 403      302
GET  /bilans/rep/9/saisir/        404   403   403    403    403  403     403 403      302
POST /bilans/rep/9/saisir/        404   403   403    403    403  403     403 403      302
GET  /bilans/rep/9/importer/      404   403   403    403    403  403     403 403      302
POST /bilans/rep/9/importer/      404   403   403    403    403  403     403 403      302
GET  /bilans/rep/9/modele/        404   403   403    403    403  403     403 403      302
POST /bilans/rep/9/lecteurs/      404   403   403    403    403  403     403 403      302
GET  /publications/               200   403   403    200    403  403     403 403      302
GET  /publications/9/             404   403   403    404    403  403     403 403      302
GET  /publications/9/tableur/     404   403   403    404    403  403     403 403      302
GET  /publications/9/json/        404   403   403    404    403  403     403 403      302
GET  /publications/9/documents/r/           404   403   403    404    403  403     403 403      302
GET  /publications/preparer/                200   403   403    403    403  403     403 403      302
POST /publications/preparer/reglage/        422   403   403    403    403  403     403 403      302
GET  /publications/preparer/nouvelle/       200   403   403    403    403  403     403 403      302
POST /publications/preparer/nouvelle/       422   403   403    403    403  403     403 403      302
GET  /publications/preparer/r/              404   403   403    403    403  403     403 403      302
GET  /publications/preparer/r/avancement/   404   403   403    403    403  403     403 403      302
POST /publications/preparer/r/arreter/      404   403   403    403    403  403     403 403      302
POST /publications/preparer/r/relancer/     404   403   403    403    403  403     403 403      302
POST /publications/preparer/r/abandonner/   404   403   403    403    403  403     403 403      302
POST /publications/preparer/r/approuver/    404   403   403    403    403  403     403 403      302
POST /publications/preparer/r/retirer/      404   403   403    403    403  403     403 403      302
GET  /chiffres/explorer/          200   403   403    403    403  403     403 403      302
GET  /chiffres/explorer/tableur/  200   403   403    403    403  403     403 403      302
GET  /chiffres/definitions/       200   200   200    200    200  200     200 200      302
GET  /chiffres/definitions/entrees/   200   200   200    200    200  200     200 200      302
GET  /enfants/k/plan/                          200   200   403    403    404  200     404 403      302
GET  /enfants/i/plan/                          200   404   403    403    404  404     404 403      302
GET  /enfants/k/plan/besoin/                       200   200   403    403    403  404     404 403      302
POST /enfants/k/plan/besoin/                       422   422   403    403    403  404     404 403      302
GET  /enfants/i/plan/besoin/                       200   404   403    403    403  404     404 403      302
POST /enfants/i/plan/besoin/                       422   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/objectif/                     200   200   403    403    403  404     404 403      302
POST /enfants/k/plan/objectif/                     422   422   403    403    403  404     404 403      302
GET  /enfants/i/plan/objectif/                     200   404   403    403    403  404     404 403      302
POST /enfants/i/plan/objectif/                     422   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/action/                       200   200   403    403    403  404     404 403      302
POST /enfants/k/plan/action/                       422   422   403    403    403  404     404 403      302
GET  /enfants/i/plan/action/                       200   404   403    403    403  404     404 403      302
POST /enfants/i/plan/action/                       422   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/presenter/                    200   200   403    403    403  404     404 403      302
POST /enfants/k/plan/presenter/                    422   422   403    403    403  404     404 403      302
GET  /enfants/i/plan/presenter/                    200   404   403    403    403  404     404 403      302
POST /enfants/i/plan/presenter/                    422   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/accord/                       200   200   403    403    403  404     404 403      302
POST /enfants/k/plan/accord/                       422   422   403    403    403  404     404 403      302
GET  /enfants/i/plan/accord/                       200   404   403    403    403  404     404 403      302
POST /enfants/i/plan/accord/                       422   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/demarrer/                     200   200   403    403    403  404     404 403      302
POST /enfants/k/plan/demarrer/                     422   422   403    403    403  404     404 403      302
GET  /enfants/i/plan/demarrer/                     200   404   403    403    403  404     404 403      302
POST /enfants/i/plan/demarrer/                     422   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/objectif/r/                   404   404   403    403    403  404     404 403      302
POST /enfants/k/plan/objectif/r/                   404   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/objectif/r/issue/             404   404   403    403    403  404     404 403      302
POST /enfants/k/plan/objectif/r/issue/             404   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/objectif/r/etape/             404   404   403    403    403  404     404 403      302
POST /enfants/k/plan/objectif/r/etape/             404   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/objectif/r/regard/            404   404   403    403    403  404     404 403      302
POST /enfants/k/plan/objectif/r/regard/            404   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/action/r/                     404   404   403    403    403  404     404 403      302
POST /enfants/k/plan/action/r/                     404   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/action/r/suite/en_cours/      404   404   403    403    403  404     404 403      302
POST /enfants/k/plan/action/r/suite/en_cours/      404   404   403    403    403  404     404 403      302
POST /enfants/k/plan/besoin/r/ranger/              404   404   403    403    403  404     404 403      302
POST /enfants/k/plan/objectif/r/etape/r/faite/     404   404   403    403    403  404     404 403      302
GET  /enfants/k/plan/versions/r/               404   404   403    403    404  404     404 403      302
GET  /enfants/k/plan/imprimer/f/                   200   200   403    403    403  404     404 403      302
GET  /enfants/i/plan/imprimer/f/                   200   404   403    403    403  404     404 403      302
GET  /enfants/k/cercle/           200   200   403    403    404  200     404 403      302
GET  /enfants/i/cercle/           200   404   403    403    404  404     404 403      302
POST /enfants/k/extrait/          422   422   403    403    403  422     404 403      302
POST /enfants/i/extrait/          422   404   403    403    403  404     404 403      302
POST /enfants/k/extrait/t/retirer/    404   404   403    403    403  404     404 403      302
GET  /enfants/k/urgence/sante/    403   200   403    403    403  403     404 403      302
POST /enfants/k/urgence/sante/    403   422   403    403    403  403     404 403      302
GET  /enfants/i/urgence/sante/    403   404   403    403    403  403     404 403      302
GET  /enfants/listes/             200   403   403    403    403  403     403 403      302
POST /enfants/listes/             422   403   403    403    403  403     403 403      302
GET  /enfants/listes/t/           404   403   403    403    403  403     403 403      302
GET  /enfants/urgences/           200   403   403    403    403  403     403 403      302
POST /enfants/urgences/t/examiner/    404   403   403    403    403  403     403 403      302
GET  /extraits/                   200   200   200    403    403  200     200 403      302
GET  /charte/                     200   200   200    200    200  200     200 404      302
POST /charte/                     422   422   422    422    422  422     422 404      302
GET  /charte/imprimer/            200   200   200    200    200  200     200 404      302
GET  /charte/modifier/            200   403   403    403    403  403     403 403      302
POST /charte/modifier/            422   403   403    403    403  403     403 403      302
GET  /charte/signatures/          200   403   403    403    403  403     403 403      302
POST /charte/signatures/          422   403   403    403    403  403     403 403      302
GET  /habilitations/              200   200   200    200    200  200     200 404      302
GET  /habilitations/imprimer/     200   200   200    200    200  200     200 404      302
GET  /habilitations/refus/        200   200   200    200    200  200     200 404      302
POST /habilitations/refus/        422   422   422    422    422  422     422 404      302
GET  /territoire/reseaux/         200   403   403    403    403  403     403 403      302
GET  /territoire/reseaux/nouveau/ 200   403   403    403    403  403     403 403      302
POST /territoire/reseaux/nouveau/ 422   403   403    403    403  403     403 403      302
GET  /territoire/reseaux/9/       404   403   403    403    403  403     403 403      302
POST /territoire/reseaux/9/       404   403   403    403    403  403     403 403      302
GET  /territoire/reseaux/9/fermer/ 404  403   403    403    403  403     403 403      302
POST /territoire/reseaux/9/fermer/ 404  403   403    403    403  403     403 403      302
GET  /territoire/cartes/          200   403   403    403    403  403     403 403      302
GET  /territoire/cartes/importer/ 200   403   403    403    403  403     403 403      302
POST /territoire/cartes/importer/ 422   403   403    403    403  403     403 403      302
GET  /territoire/cartes/comparer/ 200   403   403    403    403  403     403 403      302
GET  /territoire/cartes/r/        404   403   403    403    403  403     403 403      302
GET  /territoire/cartes/depots/r/ 404   403   403    403    403  403     403 403      302
GET  /territoire/cartes/depots/r/suivi/ 404   403   403    403    403  403     403 403      302
POST /territoire/cartes/depots/r/confirmer/ 404   403   403    403    403  403     403 403      302
POST /territoire/cartes/depots/r/abandonner/ 404   403   403    403    403  403     403 403      302
GET  /journal/                    200   403   403    403    403  403     403 403      302
POST /journal/ancrer/             302   403   403    403    403  403     403 403      302
POST /journal/alertes/r/          422   403   403    403    403  403     403 403      302
GET  /reprise/                    200   403   403    403    403  403     403 403      302
POST /reprise/                    200   403   403    403    403  403     403 403      302
GET  /reprise/a-trier/            200   403   403    403    403  403     403 403      302
POST /reprise/a-trier/            200   403   403    403    403  403     403 403      302
GET  /reprise/r/colonnes/         404   403   403    403    403  403     403 403      302
POST /reprise/r/colonnes/         404   403   403    403    403  403     403 403      302
GET  /reprise/r/verifier/         404   403   403    403    403  403     403 403      302
POST /reprise/r/doublon/          404   403   403    403    403  403     403 403      302
POST /reprise/r/ecole/            404   403   403    403    403  403     403 403      302
POST /reprise/r/importer/         404   403   403    403    403  403     403 403      302
GET  /reprise/r/resultat/         404   403   403    403    403  403     403 403      302
GET  /reprise/r/suivi/            404   403   403    403    403  403     403 403      302
POST /reprise/r/arreter/          404   403   403    403    403  403     403 403      302
POST /reprise/r/abandonner/       404   403   403    403    403  403     403 403      302
POST /reprise/r/annuler/          404   403   403    403    403  403     403 403      302
GET  /equipe/                     200   403   403    403    403  403     403 403      302
GET  /equipe/ouvrir/              200   403   403    403    403  403     403 403      302
POST /equipe/ouvrir/              422   403   403    403    403  403     403 403      302
GET  /equipe/attestation/         200   403   403    403    403  403     403 403      302
POST /equipe/attestation/         422   403   403    403    403  403     403 403      302
POST /equipe/postes/              302   403   403    403    403  403     403 403      302
POST /equipe/postes/r/fermer/     404   403   403    403    403  403     403 403      302
GET  /equipe/a/                   200   403   403    403    403  403     403 403      302
GET  /equipe/r/                   404   403   403    403    403  403     403 403      302
POST /equipe/a/code/              404   403   403    403    403  403     403 403      302
GET  /equipe/a/secours/           200   403   403    403    403  403     403 403      302
POST /equipe/a/secours/           422   403   403    403    403  403     403 403      302
POST /equipe/a/mission/           302   403   403    403    403  403     403 403      302
POST /equipe/r/fin/               404   403   403    403    403  403     403 403      302
GET  /equipe/confirmer/           200   200   403    403    200  200     200 403      302
GET  /equipe/confirmer/r/         404   404   403    403    404  404     404 403      302
POST /equipe/confirmer/r/         404   404   403    403    404  404     404 403      302
POST /equipe/confirmer/r/refuser/    404   404   403    403    404  404     404 403      302
GET  /eligibilite/sorties/                     200   403   403    403    403  403     403 403      302
GET  /eligibilite/sorties/ouvrir/              200   403   403    403    403  403     403 403      302
POST /eligibilite/sorties/ouvrir/              422   403   403    403    403  403     403 403      302
GET  /eligibilite/sorties/r/                   404   403   403    403    403  403     403 403      302
GET  /eligibilite/sorties/r/enfants/           404   403   403    403    403  403     403 403      302
POST /eligibilite/sorties/r/calendrier/        404   403   403    403    403  403     403 403      302
POST /eligibilite/sorties/r/lancee/            404   403   403    403    403  403     403 403      302
GET  /eligibilite/sorties/r/courriers/a/       404   403   403    403    403  403     403 403      302
GET  /eligibilite/sorties/les-miennes/         200   200   403    403    403  403     200 403      302
GET  /eligibilite/sorties/les-miennes/courriers/  404   404   403    403    403  403     404 403      302
GET  /eligibilite/sorties/enfants/k/           404   404   403    403    403  403     404 403      302
POST /eligibilite/sorties/enfants/k/           404   404   403    403    403  403     404 403      302
GET  /eligibilite/sorties/enfants/i/courrier/     404   404   403    403    403  403     404 403      302
GET  /eligibilite/sorties/enfants/k/courrier/f/   404   404   403    403    403  403     404 403      302
GET  /passations/                                   200    200    403    403    403    403    200    403    302
GET  /passations/ouvrir/                            200    403    403    403    403    403    403    403    302
POST /passations/ouvrir/                            422    403    403    403    403    403    403    403    302
POST /passations/reprendre/                         302    302    403    403    403    403    302    403    302
GET  /passations/r/                                 404    403    403    403    403    403    403    403    302
POST /passations/r/                                 404    403    403    403    403    403    403    403    302
POST /passations/r/jours/                      404    403    403    403    403    403    403    403    302
POST /passations/r/abandonner/                      404    403    403    403    403    403    403    403    302
GET  /passations/r/faite/                           404    404    403    403    403    403    404    403    302
GET  /passations/r/courriers/                       404    404    403    403    403    403    404    403    302
GET  /passations/r/notes/                           404    404    403    403    403    403    404    403    302
GET  /passations/r/notes/k/                         404    404    403    403    403    403    404    403    302
POST /passations/r/notes/k/                         404    404    403    403    403    403    404    403    302
GET  /passations/r/notes/i/                         404    404    403    403    403    403    404    403    302
POST /passations/r/notes/i/                         404    404    403    403    403    403    404    403    302
GET  /eligibilite/regles/                          200   403   403    403    403  403     403 403      302
POST /eligibilite/regles/ouvrir/                   302   403   403    403    403  403     403 403      302
GET  /eligibilite/regles/r/                        404   403   403    403    403  403     403 403      302
POST /eligibilite/regles/r/                        404   403   403    403    403  403     403 403      302
GET  /eligibilite/regles/r/apercu/                 404   403   403    403    403  403     403 403      302
POST /eligibilite/regles/r/vigueur/                404   403   403    403    403  403     403 403      302
POST /eligibilite/regles/r/abandonner/             404   403   403    403    403  403     403 403      302
POST /eligibilite/regles/r/0/monter/               404   403   403    403    403  403     403 403      302
POST /eligibilite/a-examiner/revoir/               302   403   403    403    403  403     403 403      302
POST /eligibilite/enfants/k/derogation/            422   403   403    403    403  403     403 403      302
POST /eligibilite/enfants/k/derogation/r/finir/    404   403   403    403    403  403     403 403      302
GET  /eligibilite/scenarios/                       200   403   403    403    403  403     403 403      302
GET  /eligibilite/scenarios/nouveau/               200   403   403    403    403  403     403 403      302
POST /eligibilite/scenarios/nouveau/               422   403   403    403    403  403     403 403      302
GET  /eligibilite/scenarios/r/                     404   403   403    403    403  403     403 403      302
GET  /eligibilite/scenarios/r/avancement/          404   403   403    403    403  403     403 403      302
POST /eligibilite/scenarios/r/arreter/             404   403   403    403    403  403     403 403      302
POST /eligibilite/scenarios/r/decider/             404   403   403    403    403  403     403 403      302
GET  /eligibilite/scenarios/r/enfants/             404   403   403    403    403  403     403 403      302
GET  /eligibilite/scenarios/r/carte/               404   403   403    403    403  403     403 403      302
GET  /eligibilite/scenarios/r/tableur/             404   403   403    403    403  403     403 403      302
GET  /eligibilite/scenarios/r/json/                404   403   403    403    403  403     403 403      302
GET  /eligibilite/a-examiner/                      200   200   403    403    200  200     200 403      302
GET  /eligibilite/enfants/k/                       200   200   403    403    200  200     404 403      302
GET  /eligibilite/enfants/i/                       200   404   403    403    200  404     404 403      302
GET  /evaluations/                                  200 200 403 403 403 403 200 403 302
GET  /evaluations/rentree/                          200 200 403 403 403 403 200 403 302
POST /evaluations/rentree/                          422 422 403 403 403 403 422 403 302
GET  /evaluations/ouvrir/                           200 403 403 403 403 403 403 403 302
POST /evaluations/ouvrir/                           422 403 403 403 403 403 403 403 302
GET  /evaluations/r/                                404 404 403 403 403 403 404 403 302
GET  /evaluations/r/0930001A/                       404 404 403 403 403 403 404 403 302
GET  /evaluations/r/0930001A/k/                     404 404 403 403 403 403 404 403 302
GET  /evaluations/r/0930001A/i/                     404 404 403 403 403 403 404 403 302
POST /evaluations/r/0930001A/                       404 404 403 403 403 403 404 403 302
POST /evaluations/r/0930001A/k/                     404 404 403 403 403 403 404 403 302
POST /evaluations/r/0930001A/i/                     404 404 403 403 403 403 404 403 302
GET  /evaluations/enfants/k/                        200 200 403 403 404 200 404 403 302
GET  /evaluations/enfants/i/                        200 404 403 403 404 404 404 403 302
GET  /syntheses/                                    200 200 403 403 403 200 200 403 302
GET  /syntheses/enfants/k/                          200 200 403 403 403 200 404 403 302
GET  /syntheses/enfants/i/                          200 404 403 403 403 404 404 403 302
GET  /syntheses/enfants/k/alertes/                  200 200 403 403 403 403 404 403 302
GET  /syntheses/enfants/i/alertes/                  200 404 403 403 403 403 404 403 302
GET  /syntheses/r/                                  404 404 403 403 403 404 404 403 302
POST /syntheses/enfants/k/                          422 422 403 403 403 422 404 403 302
POST /syntheses/enfants/i/                          422 404 403 403 403 404 404 403 302
POST /syntheses/enfants/k/alertes/                  422 422 403 403 403 403 404 403 302
POST /syntheses/enfants/i/alertes/                  422 404 403 403 403 403 404 403 302
POST /syntheses/r/                                  404 404 403 403 403 404 404 403 302
GET  /syntheses/r/pdf/                              404 404 403 403 403 404 404 403 302
GET  /syntheses/r/docx/                             404 404 403 403 403 404 404 403 302
GET  /syntheses/r/sante/r/                          404 404 403 403 403 404 404 403 302
GET  /eps/                             200   200   200   403   403   200   200   403   302
GET  /eps/nouvelle/                    200   403   403   403   403   403   403   403   302
POST /eps/nouvelle/                    422   403   403   403   403   403   403   403   302
GET  /eps/presences/                   200   403   403   403   403   403   403   403   302
GET  /eps/r/                           404   404   404   403   403   404   404   403   302
POST /eps/r/                           404   404   404   403   403   404   404   403   302
GET  /eps/r/modifier/                  404   403   403   403   403   403   403   403   302
POST /eps/r/modifier/                  404   403   403   403   403   403   403   403   302
GET  /eps/r/situations/r/              404   404   404   403   403   404   404   403   302
POST /eps/r/situations/r/              404   404   404   403   403   404   404   403   302
GET  /eps/r/ecran/1/                   404   403   403   403   403   403   403   403   302
POST /eps/r/ecran/1/                   404   403   403   403   403   403   403   403   302
POST /eps/r/clore/                     404   403   403   403   403   403   403   403   302
GET  /eps/r/releve/                    404   404   404   403   403   404   404   403   302
GET  /eps/r/releve/pdf/                404   404   404   403   403   404   404   403   302
GET  /eps/r/part/pdf/                  404   404   404   403   403   404   404   403   302
GET  /eps/r/calendrier/                404   404   404   403   403   404   404   403   302
GET  /eps/r/convocations/r/            404   403   403   403   403   403   403   403   302
GET  /sollicitations/                200   403   403    403    200  403     403 403      302
POST /sollicitations/effacer/        302   403   403    403    403  403     403 403      302
GET  /sollicitations/nouvelle/       200   200   200    403    200  200     200 403      302
POST /sollicitations/nouvelle/       422   422   422    403    422  422     422 403      302
POST /sollicitations/brouillon/      200   200   200    403    200  200     200 403      302
GET  /sollicitations/miennes/        200   200   200    403    200  200     200 403      302
GET  /sollicitations/miennes/r/      404   404   404    403    404  404     404 403      302
GET  /sollicitations/liens/          200   403   403    403    403  403     403 403      302
POST /sollicitations/liens/          422   403   403    403    403  403     403 403      302
POST /sollicitations/liens/r/retirer/    404   403   403    403    403  403     403 403      302
GET  /sollicitations/enfants/k/      200   200   403    403    404  200     404 403      302
GET  /sollicitations/enfants/i/      200   404   403    403    404  404     404 403      302
GET  /sollicitations/r/              404   403   403    403    403  403     403 403      302
POST /sollicitations/r/              404   403   403    403    403  403     403 403      302
GET  /territoire/carte/           200   403   403    403    403  403     403 403      302
GET  /territoire/cartes/dessiner/ 200   403   403    403    403  403     403 403      302
POST /territoire/cartes/dessiner/ 422   403   403    403    403  403     403 403      302
GET  /territoire/cartes/rues/     200   403   403    403    403  403     403 403      302
POST /territoire/cartes/rues/     422   403   403    403    403  403     403 403      302
GET  /territoire/effectifs/       200   403   403    403    403  403     403 403      302
POST /territoire/effectifs/       422   403   403    403    403  403     403 403      302
GET  /territoire/effectifs/importer/             200  403  403   403    403  403     403 403      302
POST /territoire/effectifs/importer/             422  403  403   403    403  403     403 403      302
GET  /territoire/effectifs/depots/r/             404  403  403   403    403  403     403 403      302
POST /territoire/effectifs/depots/r/confirmer/   404  403  403   403    403  403     403 403      302
POST /territoire/effectifs/depots/r/abandonner/  404  403  403   403    403  403     403 403      302
GET  /territoire/ecoles/0930648Z/placer/         404  403  403   403    403  403     403 403      302
POST /territoire/ecoles/0930648Z/placer/         404  403  403   403    403  403     403 403      302
GET  /territoire/adresses/        200   403   403    403    403  403     403 403      302
POST /territoire/adresses/        422   403   403    403    403  403     403 403      302
GET  /territoire/adresses/r/suivi/    404  403  403   403    403  403     403 403      302
POST /territoire/adresses/r/arreter/  404  403  403   403    403  403     403 403      302
GET  /territoire/reglages/        200   403   403    403    403  403     403 403      302
POST /territoire/reglages/        422   403   403    403    403  403     403 403      302
GET  /compte/sessions/                200   200   200    200    200  200     200 200      302
POST /compte/sessions/autres/fermer/  302   302   302    302    302  302     302 302      302
POST /compte/sessions/7/fermer/       404   404   404    404    404  404     404 404      302
"""

# Open to anyone, and they show nothing of anybody: address -> methods and answers.
PUBLIQUES: dict[str, dict[str, int]] = {
    "/aide/": {"GET": 200, "POST": 405},
    "/aide/raccourcis/": {"GET": 405, "POST": 302},
    "/sante/": {"GET": 200},
    "/session/prolonger/": {"GET": 405, "POST": 200},
    "/composants/": {"GET": 404, "POST": 405},  # in the demonstration only
    "/entrer/leila/": {"GET": 405, "POST": 404},  # in the demonstration only
    "/compte/signup/": {"GET": 404, "POST": 404},
    "/activer/": {"GET": 200, "POST": 422},
    "/demander/suite/": {"GET": 200, "POST": 422},
    "/demander/inconnu/": {"GET": 410, "POST": 410},  # no link has this token
    "/proconnect/": {"GET": 405, "POST": 404},  # where it is configured only
    "/proconnect/retour/": {"GET": 404, "POST": 405},
    "/proconnect/encore/": {"GET": 404, "POST": 405},
}

# Pages of the sign-in library, by name: what nobody gets from them. 404 and 302 give no form.
DE_LA_CONNEXION: dict[str, int] = {
    "account_login": 200,
    "account_logout": 302,
    "account_inactive": 404,
    "account_signup": 404,
    "account_reauthenticate": 302,
    "account_email": 404,
    "account_email_verification_sent": 404,
    "account_confirm_email": 404,
    "account_change_password": 302,
    "account_set_password": 404,
    "account_reset_password": 404,
    "account_reset_password_done": 404,
    "account_reset_password_from_key": 404,
    "account_reset_password_from_key_done": 404,
    "account_confirm_login_code": 404,
    "mfa_index": 302,
    "mfa_authenticate": 302,
    "mfa_reauthenticate": 302,
    "mfa_activate_totp": 302,
    "mfa_deactivate_totp": 302,
    "mfa_list_webauthn": 302,
    "mfa_add_webauthn": 302,
    "mfa_reauthenticate_webauthn": 302,
    "mfa_remove_webauthn": 302,
    "mfa_edit_webauthn": 302,
    "mfa_login_webauthn": 302,
    "mfa_view_recovery_codes": 302,
    "mfa_generate_recovery_codes": 302,
    "mfa_download_recovery_codes": 302,
    "usersessions_list": 302,
    "socialaccount_login_cancelled": 404,
    "socialaccount_login_error": 404,
    "socialaccount_signup": 404,
    "socialaccount_connections": 404,
    "openid_connect_login": 404,
    "openid_connect_callback": 404,
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line: a method on an address, and the status for each person."""

    methode: str
    adresse: str
    reponses: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.methode} {self.adresse}"


def lignes() -> tuple[Ligne, ...]:
    """The lines of the table."""
    decoupees = [texte.split() for texte in TABLE.strip().splitlines()[1:]]
    return tuple(
        Ligne(methode, adresse, tuple(map(int, reponses)))
        for methode, adresse, *reponses in decoupees
    )
