-- The second wall: rights of the table and facts of the person, tied together by the base itself.
-- Written by `maillage murs poser`; @names@ are filled by partage/rules/murs.py. Nothing here is edited by hand in a base.

DROP SCHEMA IF EXISTS murs CASCADE;
CREATE SCHEMA murs;
REVOKE ALL ON SCHEMA murs FROM PUBLIC;

-- One row: a rule gives an act on a volet (empty: on the programme), in a state of the dossier, to who has one of `tenus`.
CREATE TABLE murs.droit (
    regle text NOT NULL,
    mission text NOT NULL,
    relation text NOT NULL,
    nature text NOT NULL, -- of the ouverture that makes the relation, or empty
    acte text NOT NULL,
    volet text NOT NULL,
    etat text NOT NULL,
    tenus text[] NOT NULL,
    nominatif boolean NOT NULL,
    PRIMARY KEY (regle, acte, volet, etat)
);
INSERT INTO murs.droit VALUES
@droits@;

-- What each clause of a charte takes away.
CREATE TABLE murs.retrait (
    clause text NOT NULL,
    regle text NOT NULL,
    acte text NOT NULL,
    volet text NOT NULL,
    PRIMARY KEY (clause, regle, acte, volet)
);
INSERT INTO murs.retrait VALUES
@retraits@;

CREATE TABLE murs.pose (empreinte text NOT NULL, constat text NOT NULL, role name NOT NULL, posee_le timestamptz NOT NULL);

-- Bodies are read once, here (BEGIN ATOMIC), or name every schema: no search path leads them elsewhere.
-- The person announced on this connection; no row when nobody was. A mission out of the secret silences the others.
CREATE FUNCTION murs.moi() RETURNS TABLE (
    id uuid, programme uuid, jour date, titre text, systeme boolean, partout boolean, signee boolean,
    missions text[], postes uuid[], obligations text[], clauses text[]
) LANGUAGE sql STABLE BEGIN ATOMIC
    SELECT (j->>'id')::uuid, (j->>'programme')::uuid, (j->>'jour')::date, j->>'titre',
           (j->>'systeme')::boolean, (j->>'partout')::boolean, (j->>'signee')::boolean,
           CASE WHEN l.missions && @hors_du_secret@
                THEN ARRAY(SELECT m FROM unnest(l.missions) m WHERE m = ANY (@hors_du_secret@))
                ELSE l.missions END,
           ARRAY(SELECT p::uuid FROM jsonb_array_elements_text(j->'postes') p),
           ARRAY(SELECT jsonb_array_elements_text(j->'obligations')),
           ARRAY(SELECT jsonb_array_elements_text(j->'clauses'))
    FROM (SELECT nullif(current_setting('maillage.identite', true), '')::jsonb AS j) AS annonce
    CROSS JOIN LATERAL (SELECT ARRAY(SELECT jsonb_array_elements_text(j->'missions')) AS missions) AS l
    WHERE j IS NOT NULL;
END;

-- The rights of this person among `cles`: «acte:volet», «acte:*» for any volet, «acte:» for an act on the programme,
-- which counts only while the code runs under that act, as «acte:volet!» does.
CREATE FUNCTION murs.droits(cles text[]) RETURNS TABLE (relation text, nature text, volet text, etat text)
LANGUAGE sql STABLE BEGIN ATOMIC
    SELECT DISTINCT d.relation, d.nature, d.volet, d.etat
    FROM murs.moi() AS moi JOIN murs.droit AS d ON d.mission = ANY (moi.missions)
    WHERE (d.acte || ':' || d.volet = ANY (cles) OR (d.volet <> '' AND d.acte || ':*' = ANY (cles))
           OR (d.acte = moi.titre AND d.acte || ':' || d.volet || '!' = ANY (cles)))
      AND (d.volet <> '' OR d.acte = moi.titre)
      AND (moi.signee OR NOT d.nominatif)
      AND (d.tenus = '{}' OR d.tenus && moi.obligations)
      AND NOT EXISTS (SELECT FROM murs.retrait AS r WHERE r.clause = ANY (moi.clauses)
                      AND (r.regle, r.acte, r.volet) = (d.regle, d.acte, d.volet));
END;

-- The dossiers on which this person has one of these rights; all those of its programme for a declared job, or of
-- every programme for a job of the whole installation.
-- PL/pgSQL: its plan is made once for each connection, where an SQL function would be planned at each statement.
CREATE FUNCTION murs.dossiers(cles text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = pg_catalog, pg_temp AS $corps$
BEGIN
    RETURN QUERY WITH moi AS MATERIALIZED (SELECT * FROM murs.moi()),
         droits AS MATERIALIZED (SELECT * FROM murs.droits(cles))
    SELECT d.id
    FROM moi JOIN @schema@.dossiers_dossier AS d ON d.programme_id = moi.programme
    WHERE moi.systeme OR d.etat IN (SELECT r.etat FROM droits AS r WHERE r.relation = 'meme_programme')
    UNION
    SELECT d.id FROM moi JOIN @schema@.dossiers_dossier AS d ON moi.partout
    UNION
    SELECT d.id
    FROM moi
    JOIN @schema@.dossiers_cercle AS c ON c.poste_id = ANY (moi.postes)
     AND c.depuis <= moi.jour AND (c.jusqu_au IS NULL OR c.jusqu_au >= moi.jour)
    JOIN @schema@.dossiers_dossier AS d ON d.id = c.dossier_id AND d.programme_id = moi.programme
    WHERE d.etat IN (SELECT r.etat FROM droits AS r WHERE r.relation = 'cercle')
    UNION
    SELECT d.id
    FROM moi
    JOIN @schema@.dossiers_ouverturedevolet AS o ON o.utilisateur_id = moi.id AND o.finie_le IS NULL
     AND o.depuis <= statement_timestamp() AND o.jusqu_a > statement_timestamp()
    JOIN @schema@.dossiers_dossier AS d ON d.id = o.dossier_id AND d.programme_id = moi.programme
    JOIN droits AS r ON (r.nature, r.volet, r.etat) = (o.nature, o.volet, d.etat);
END
$corps$;

-- The programme of this person, when one of these rights reaches the whole of it.
CREATE FUNCTION murs.programmes(cles text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 BEGIN ATOMIC
    SELECT moi.programme FROM murs.moi() AS moi
    WHERE moi.systeme OR EXISTS (SELECT FROM murs.droits(cles) AS d WHERE d.relation = 'meme_programme');
END;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA murs FROM PUBLIC;
GRANT USAGE ON SCHEMA murs TO @role@;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA murs TO @role@;
GRANT SELECT ON murs.pose, murs.droit, murs.retrait TO @role@;
GRANT USAGE ON SCHEMA @schema@ TO @role@;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA @schema@ TO @role@;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA @schema@ TO @role@;
REVOKE UPDATE, DELETE ON @schema@.tracabilite_evenement FROM @role@;
REVOKE INSERT, UPDATE, DELETE ON @schema@.django_migrations FROM @role@;
