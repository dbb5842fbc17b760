-- The keys of these names, given to those that are new. Only under the log's lock.
CREATE FUNCTION {log}.keys_1(p_names text[]) RETURNS integer[]
LANGUAGE plpgsql SET search_path = {log}, pg_temp AS $$
DECLARE
  keys integer[];
BEGIN
  FOR attempt IN 1 .. 2 LOOP
    SELECT array_agg(k.key) INTO keys
      FROM (SELECT n.key FROM unnest(p_names) WITH ORDINALITY p(name, i) LEFT JOIN names n ON n.name = p.name ORDER BY p.i) k;
    EXIT WHEN array_position(keys, NULL) IS NULL;
    INSERT INTO names(key, name)
      SELECT (SELECT coalesce(max(n.key), 0) FROM names n) + row_number() OVER (ORDER BY p.i), p.name
      FROM unnest(p_names, keys) WITH ORDINALITY p(name, key, i) WHERE p.key IS NULL;
  END LOOP;
  RETURN keys;
END $$;

-- The upper half of a row's checksum (docs/formats.md): covers what only the writing function knows. With a prime modulus and
-- factors below it, no single flipped bit goes unseen.
CREATE FUNCTION {log}.place_check_1(p_position bigint, p_revision bigint, p_recorded_at bigint, p_behind integer, p_ahead integer)
RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT ((p_position % 2147483647 * 1000003 + p_revision % 2147483647 * 999983 + (p_recorded_at % 2147483647 + 2147483647) % 2147483647 * 999979
           + p_behind * 999961::bigint + p_ahead * 999959::bigint) % 2147483647) << 32
$$;
