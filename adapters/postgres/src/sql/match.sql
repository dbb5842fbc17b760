-- Some event behind p_after that has one of these types (none given: any that is not reserved) and all of these tags; NULL
-- when there is none. The rarest tag is looked up first, found by counting all of them a little, then a little more.
CREATE FUNCTION {log}.match_1(p_types text[], p_tags text[], p_after bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = {log}, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  found bigint;
  rarest text := p_tags[1];
  counted bigint;
  enough bigint := 16;
BEGIN
  WHILE cardinality(p_tags) > 1 LOOP
    SELECT t.tag, c.events INTO rarest, counted
      FROM unnest(p_tags) t(tag), LATERAL (
        SELECT count(*) AS events FROM (SELECT FROM tags x WHERE x.tag = t.tag AND x.position > p_after LIMIT enough) few) c
      ORDER BY c.events LIMIT 1;
    EXIT WHEN counted < enough;
    enough := enough * 16;
  END LOOP;
  IF rarest IS NOT NULL THEN
    SELECT x.position INTO found
      FROM tags x
      WHERE x.tag = rarest AND x.position > p_after
        AND NOT EXISTS (SELECT FROM unnest(p_tags) other(tag) WHERE other.tag <> rarest
                        AND NOT EXISTS (SELECT FROM tags y WHERE y.tag = other.tag AND y.position = x.position))
        AND (cardinality(p_types) = 0 OR EXISTS (
              SELECT FROM events e JOIN names n ON n.key = e.type
              WHERE e.position = x.position AND n.name = ANY (p_types)))
      ORDER BY x.position DESC LIMIT 1;
  ELSIF cardinality(p_types) > 0 THEN
    SELECT last.position INTO found
      FROM names n, LATERAL (SELECT e.position FROM events e WHERE e.type = n.key AND e.position > p_after
                             ORDER BY e.position DESC LIMIT 1) last
      WHERE n.name = ANY (p_types) LIMIT 1;
  ELSE
    SELECT e.position INTO found
      FROM events e
      WHERE e.position > p_after AND NOT EXISTS (SELECT FROM names n WHERE n.key = e.type AND starts_with(n.name, '$'))
      ORDER BY e.position DESC LIMIT 1;
  END IF;
  RETURN found;
END $$;
