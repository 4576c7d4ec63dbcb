"""Usual given names, each with its known spellings.

Two names of one entry are variants of each other; two names of two entries are two names, however
close they look («Lina» / «Lila», «Hassan» / «Houssein»): that is what keeps twins apart.
A name that is absent from the table is not judged by it. Written by hand for this project.
"""

from __future__ import annotations

from .pliage import plier

_TABLE = """
mohamed mohammed mouhamed muhammad mohamad mouhammad muhammed mohammad, mamadou mamadu, mahamadou mahamadu,
mehmet mehmed, ahmed ahmet ahmad, hamed, hamid, hamida, hamidou, mahmoud mahmud, ahmadou amadou amadu,
hassan hassane hasan assane, hassen, hocine houcine, hussein houssein hossein husseyn huseyin hussain housseine,
hassna, hasna, ousseynou, housseynatou, assanatou, mehdi mahdi, mady madi, amine amin, emine, amina,
aminata aminatta, aminatou, amira, amir, amara, amar ammar, omar oumar umar omer, oumou umu, oumayma,
youssef youssouf yousouf yusuf youcef yousef yussuf joussef, younes younous younus yunus, yanis yaniss,
yassine yacine yassin yasin yacin yasine, yasmine yasmin yasmina, jasmine, yassir yasser, yaya yahya,
khadija hadidja khadidja kadija hadija khadidia kadidja hatice, khadidiatou khadidjatou, kadiatou kadidiatou kadidjatou,
aicha aisha ayesha aysha aissha ayse, aissatou aissatu aichatou, aissata, aida, aya, ayaan, ayana, ayah,
fatima fatma fatimah, fatimata, fatoumata fatumata fatoumatta, fatou, fatim, fatine, faten,
fatimazahra fatimazohra fatimazohrah fatimezzahra, zohra zahra zohrah, zahia, zakia, zakaria zakariya zacharia zakarya zacharie,
ousmane ousman osman usman othmane otmane othman, soumaya soumeya sumaya soumaia, soukaina soukayna, sakina,
soufiane sofiane sufyan soufyane, sofia sophia, sofya, safia safiya, safa, safwan, sana, samia, samira, samir,
samy sami, sammy, samuel, samba, sarah sara, sasha sacha, salma selma, salim selim, salima selima, saliha, salif,
salimata, salomon, salome, solene, selena, sirine sirin cyrine syrine, sabrina, sabri, sabine, saida, said sayed,
bilal bilel belal, billy, brahim, ibrahim ebrahim, ibrahima, abdallah abdellah abdullah abdoullah, abdoulaye abdulay abdoulay,
abdelkader abdelkadir abdulkader, abdelkarim, abderrahmane abdelrahman abdurrahman abderahmane, abdelaziz, abdou,
aboubacar aboubakar abubakar, boubacar boubakar bubacar, bakary bacary, cheikh cheick sheikh cheik, issa yssa, aissa,
moussa musa mussa, mousa, mustapha mustafa moustapha moustafa, mourad murad murat, mounir, mounira, myriam miriam,
mariam maryam meryem meriem meriam, mariama maryama, marieme, marie, mary, maria, marina, marine, marion, marianne,
mario, marius, marin, martin, martine, mathis matis mathys, mathieu matthieu, matheo mateo matteo, mattis, mathias matthias,
maelle, maelys maelis maylis, mael, maeva, mayssa maissa, mila, milan, milo, mina, mia, maya maia, malak, malek malik, malika,
maimouna maymouna, mame, mamou, manel manelle, manon, maram, marwa maroua, marwan marouane, massinissa, melina, melissa,
melvin, melanie, melody, mickael mikael michael, michel, michelle, miguel, mohand, monica, monique, morgan, morgane,
noah noa, noe, noel, noelle, noham, nolan nolann nolhan, nolwenn, noam, nora noura, nour noor nur, nouria, nourhan, noemie,
nadia, nadege, nadine, nadir, nael, naim, naima, nassim nacim nasim, nasser nacer naceur, nassima, nathan, nathanael,
natacha natasha, nabil, nabila, nawel naouel, neila, nelly, nelson, nina, noha, ninon, nicolas, nizar, nesrine nisrine,
lina, lila lilah, lilia lylia, liliane, lily lilly, lilou, lola, lou, louis luis, louise luisa, louisa, louka luka lucas lukas,
luca, luc, lucie, lucia, lucien, lucienne, luna, lana, lara, laura, laure, laurent, lauren, lea, leah, lena, leila leyla laila layla,
leon, leonie, leo, leonard, leny lenny, liam, lyna, lyam, lamine, lamia, loic, lorena, loris, lorenzo, ludivine, lyes, lydia lidia,
ilyes ilyas elyes elias eliasse ilies, elie, eliott elliot eliot, elisa, elise, elsa, ella, eli, elina, eline, elena helena,
eloise, elodie, emma, emmy, emna, emy, emie, emilie, emile, emilia, emeline, emmanuel, emmanuelle, enzo, eren, emre, emir,
erwan, erwann, eva, eve, evan, ethan, esther ester, estelle, eric erik, erica erika, iris, inaya inaia, ines inez, inas, imane iman,
imene imen, imran imrane, ismael ismail, israa isra, isaac isac, isabelle, isaiah, ilan, ilana, ilham, iyad, ikram,
adam, adama, adem, ada, adele, adel adil, adrien, adriana, adriel, alan, aline, alina, alya alia, aliya, ali aly, alima halima,
alicia, alice, alix, alex, alexandre aleksandr alexander, alexandra aleksandra, alexandru aleksandru, alexis, alexia,
alassane, alpha, alioune, anna ana, anne, annie, anais, anas anass, andre, andrea andreea, andrew, andrei, angele, angela,
anouk, antoine, anthony antony, antonio, arda, ariane, aron aaron, arthur, artur, assa, assia assya, asya, assetou, astou, astrid,
audrey, augustin, axel, axelle, ayoub ayyoub, ayman aymen aymane, aymeric, ayline, aylin, azra, awa hawa haoua,
baptiste, bastien, beatrice, benjamin, benoit, bintou, binta, brian bryan, brandon, bruno, camille, camila, camelia, carla, carl,
carlos, caroline, carole, cassandra kassandra, catalin, catalina, celia, celine, celeste, cem, can, chahine shahine, chahinez,
chaima chaimaa shaima cheima, chaymae, charles, charlie, charlotte, chiara, chloe cloe, christ, christian, christine, christelle, christophe,
ciara, claire, clara, clarisse, clement, clemence, come, corentin, coumba, cyril, cyrielle, daniel, danielle, daniela, dalia,
damien, damian, daouda dawda, dario, david, daoud, davy, deborah debora, denis, denise, diana, diane, diarra, diego,
djibril jibril gibril djibrill, djeneba, djamila jamila, djamel jamal djamal, djena, doha, dounia, dylan dilan, dina, dora, demba,
gabriel, gabrielle, gabriela, gael, gaelle, gaspard, georges, george gheorghe, ghizlane rhizlane, grace, gregory, guillaume, gustave,
habib, habiba, hafsa, hafsatou, hadja, hajar hadjer hagar hajer, hakim, halim, hamza hamsa, hana, hanna hannah, hanane, hania,
harouna, haroun, hawa, helene, henri, hind, hiba, hicham hichem, hortense, houda, hugo, hugues, idriss idris, idrissa,
jad, jade, jana, jean, jeanne, jeannette, jenny, jennifer, jeremy jeremie, jessica, joao, joel, joelle, johan yohan yohann, johanna,
jonas, jonathan, jordan, jose, josee, joseph josef, josue, joshua, joy, joyce, jules, julia, julie, julien, julienne, juliette, juline, justin, justine,
kader, kadir, kais, kamel, kamil, kamila, karim kareem, karima, karine, karl, keita, kelly, kelyan, kenny, kenza, kenzo, kerem, kerim,
kevin, khaled khalid kaled, khalil, khadim, kylian kilian killian, kyllian, kim, kimberley, koumba, kyara, kylie,
rayan rayane rayhan ryan rayen, rayana, rania, rana, rahma, raphael rafael, raphaelle, raissa, ramata, ramatoulaye, ramy rami, rachid rashid,
rachida rashida, rachel, rebecca, reda, rene, renee, riad ryad, rita, rim, rima, robin, rodrigue, rokia, roman, romain, romane, romeo, romy,
rosa, rose, ruben, ruth, rokhaya, rosalie, sebastien, sekou, seydou saidou, seynabou, seyma cheyma, serigne, sidi, sidy, simon, simone,
sira, sire, sofian, soraya, souleymane suleiman soulaymane suleyman, stella, stephane, stephanie stephania, stefan, stefania, steven, suzanne, sylvain, sylvie, sophie, pierre, pierrette, paul, paule, paulo, pauline, philippe, francois, francoise, claude, claudia, claudine,
tariq tarek tarik tareq, tasnim tesnim, tess, tessa, thais, thea, theo teo, thiago tiago, thibault thibaut, thierno tierno, thomas, tidiane, tiphaine,
timeo, tim, tom, tristan, titouan, valentin, valentine, valentina, victor, victoire, victoria, violette, vincent, viviane, virginie,
wafa ouafa, wael, walid oualid, warda, wassim ouassim wassime, wassila, wendy, william, wissem ouissem, yannick, yann, yael, ylan, yohanna, yvan ivan, yvonne,
zaid zayd, zeineb zineb zaynab zeynep zeyneb zaineb zeinab, zeina, zelie, zoe, ziad, ziyad, zoumana, zuzanna
"""


def _lire() -> dict[str, int]:
    """Number the entries; a spelling keeps the first entry that claims it."""
    groupes: dict[str, int] = {}
    for numero, entree in enumerate(_TABLE.split(",")):
        for nom in plier(entree).split():
            groupes.setdefault(nom, numero)
    return groupes


GROUPES = _lire()


def entree(soude: str) -> int | None:
    """Return the number of the entry that knows this folded name, None when none does."""
    return GROUPES.get(soude)
