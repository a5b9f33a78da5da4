"""Pieces that the invented exports are put together from; none is taken from the register.

Texts stand as XML writes them (``&amp;``), so that nothing has to be escaped while an export is written.
"""

from __future__ import annotations

VERBES = """Analyser|Préparer|Organiser|Contrôler|Rédiger|Concevoir|Planifier|Présenter|Évaluer|Adapter
Piloter|Mesurer|Assembler|Régler|Entretenir|Négocier|Animer|Encadrer|Identifier|Sélectionner|Vérifier
Tracer|Installer|Diagnostiquer|Documenter|Coordonner|Conseiller|Accueillir|Chiffrer|Programmer|Déployer
Sécuriser|Argumenter|Recueillir|Hiérarchiser|Proposer|Appliquer|Transmettre|Consigner|Anticiper""".replace(
    "\n", "|"
).split("|")

OBJETS = """\
le cahier des charges de la voilerie|les besoins des habitants du quartier|un plan de semis en serre
la maquette d’un jouet en bois|les relevés du moulin à marée|une tournée de livraison à vélo
le budget d’un atelier partagé|les gabarits de coupe d’un vêtement|la fiche de suivi d’un cheptel laitier
un parcours de visite pour un jeune public|les pièces d’une horloge ancienne|le planning d’une équipe mobile
les données d’un capteur d’humidité
une charpente légère à assemblages bois|la carte d’un restaurant saisonnier
le réseau d’arrosage d’une pépinière|les risques d’un chantier en hauteur
un service numérique à petite échelle
la cuisson d’une faïence émaillée|les stocks d’une épicerie coopérative|le montage d’un décor de théâtre
une campagne d’information « gestes sûrs »|les contrats d’entretien d’un parc de chaudières
le dossier d’un usager de la médiathèque|la traçabilité d’un lot de miel|un prototype de luminaire sobre
les réclamations de la clientèle|l’œuvre d’un fonds photographique|la remise en état d’un canot à voile
un protocole d’essai pour textiles tissés|la paie d’une petite entreprise|les flux d’un entrepôt réfrigéré
une séance d’activité physique adaptée|le bilan d’énergie d’un gymnase|la signalétique d’un sentier botanique
un plan de maintenance préventive|les comptes d’une association locale|la recherche &amp; l’essai d’un enduit
les consignes d’une station de lavage|un jeu de données géographiques""".replace("\n", "|").split("|")

MOYENS = """à partir d’un entretien avec le demandeur|au moyen d’un tableau de bord partagé
en s’appuyant sur les normes de la profession|avec les outils manuels et numériques de l’atelier
selon la méthode retenue par l’équipe|à l’aide d’un logiciel libre|en tenant compte du budget alloué
par observation directe et prise de notes|en mobilisant les ressources du territoire
dans le respect du calendrier convenu|à partir des relevés de la semaine|avec un appareil étalonné
en croisant plusieurs sources|sous la conduite d’un responsable de site|de façon autonome
en lien avec les fournisseurs|par une démarche d’essais successifs|en anglais comme en français
sans interrompre le service rendu|en suivant la fiche de procédure|avec l’appui d’un référent technique
à chaque étape du projet|sur un support accessible à tous|au regard des retours d’expérience
en recourant à des matériaux de réemploi""".replace("\n", "|").split("|")

BUTS = """afin de garantir la sécurité des personnes|pour limiter la consommation d’eau et d’énergie
afin d’assurer la qualité du résultat|pour répondre à la demande dans les délais
en veillant à l’accueil des personnes en situation de handicap|afin de réduire les écarts constatés
pour permettre la reprise du travail par un tiers|dans une logique d’amélioration continue
afin de préserver la santé au poste de travail|pour rendre compte de l’avancement
afin d’éclairer la décision du responsable|en conformité avec la réglementation applicable
pour fidéliser le public accueilli|afin de maîtriser les coûts|en vue de la réception des travaux
pour favoriser la coopération entre services|afin de prévenir les pannes
pour contribuer à la transition écologique|en préservant la confidentialité des données
afin de valoriser le savoir-faire local""".replace("\n", "|").split("|")

EPREUVES = """Mise en situation professionnelle reconstituée|Étude de cas écrite suivie d’un oral
Dossier professionnel présenté devant un jury
Épreuve pratique en atelier|Entretien avec un binôme d’évaluateurs
Questionnaire à choix multiples sur table|Projet collectif avec soutenance individuelle
Production d’un livrable commenté|Observation en situation de travail|Rapport de stage et échange oral
Contrôle continu portant sur les ateliers|Démonstration technique devant deux professionnels""".replace(
    "\n", "|"
).split("|")

METIERS = """\
Voilier-sellier|Jardinier de toiture|Conducteur de moulin|Technicien de serre|Décorateur de vitrines
Mécanicien de cycles lents|Animateur de médiathèque|Chargé de réemploi|Gestionnaire d’épicerie coopérative
Horloger réparateur|Opérateur en faïence|Guide de sentiers|Concepteur de jouets|Apiculteur conseil
Technicien de mesure|Assistant de régie|Monteur de charpentes légères|Responsable de tournées
Développeur d’outils sobres|Éducateur aux gestes sûrs|Cuisinier de saison|Charpentier de marine
Conseiller en énergie|Cartographe de terrain|Chef d’atelier textile|Logisticien du froid""".replace(
    "\n", "|"
).split("|")

DOMAINES = """du littoral|de montagne|des petites communes|en milieu urbain|pour jeunes publics|de précision
à faible impact|des arts du feu|de la filière bois|du vivant|de plein air|en réseau|des ateliers partagés
de nuit|en coopération internationale|du patrimoine|à domicile|des services publics|de l’économie circulaire
en environnement humide""".replace("\n", "|").split("|")

LIEUX = """VALBRUME|ROCHECLAIRE|PONT-AUX-LOUTRES|SAINT-ORLIN|MONTFERRAND-LES-PINS|LA VERNAISE|BOISGRIS
HAUTERIVE-SUR-ONDE|CLAIRPRÉ|LES TROIS MOULINS|PORT-ARGENTIN|VILLEBRUNE|COMBE-NOIRE|ÉTANG-LE-ROI|MARSOLAN
FONTBELLE|GRAND-CHÊNE|OUESTREHAN|PRÉ-LONGUET|SABLONVILLE""".replace("\n", "|").split("|")

ECOLES = """CFA|LYCÉE PROFESSIONNEL|ÉCOLE DES MÉTIERS|INSTITUT|CAMPUS|GRETA|CENTRE DE FORMATION|ATELIER-ÉCOLE
UNIVERSITÉ|MAISON FAMILIALE|ACADÉMIE|CHAMBRE DES MÉTIERS|ASSOCIATION|GROUPE SCOLAIRE""".replace(
    "\n", "|"
).split("|")

JURYS = """un président extérieur à l’organisme|deux professionnels du secteur en activité
un représentant des employeurs|un représentant des salariés|un enseignant de la spécialité
un formateur n’ayant pas encadré le candidat|un membre désigné par le certificateur
une personne qualifiée choisie pour ses compétences|un ancien titulaire de la certification
au moins la moitié de membres extérieurs""".replace("\n", "|").split("|")

DIPLOMES = {
    "TP": "Titre professionnel",
    "BTS": "Brevet de technicien supérieur",
    "CAP": "Certificat d’aptitude professionnelle",
    "BAC PRO": "Baccalauréat professionnel",
    "BP": "Brevet professionnel",
    "BUT": "Bachelor universitaire de technologie",
    "LICENCE": "Licence",
    "Licence Professionnelle": "Licence professionnelle",
    "MASTER": "Master",
    "Titre ingénieur": "Titre d’ingénieur",
    "CS": "Certificat de spécialisation",
    "DEUST": "Diplôme d’études universitaires scientifiques et techniques",
}
