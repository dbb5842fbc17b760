-- What the view `readable` shows of bytes: JSON as jsonb, or NULL and the reason why PostgreSQL cannot hold it.
CREATE FUNCTION {log}.json_1(p_bytes bytea, p_content_type text, OUT value jsonb, OUT problem text)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_content_type IS NULL THEN
    value := convert_from(p_bytes, 'UTF8')::jsonb;
  ELSE
    problem := 'not JSON but ' || p_content_type;
  END IF;
EXCEPTION WHEN others THEN
  problem := SQLERRM;
END $$;

CREATE FUNCTION {log}.tags_1(p_packed bytea) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  out text[] := '{}';
  place integer := 1;
BEGIN
  WHILE place <= length(p_packed) LOOP
    out := out || convert_from(substr(p_packed, place + 1, get_byte(p_packed, place - 1)), 'UTF8');
    place := place + 1 + get_byte(p_packed, place - 1);
  END LOOP;
  RETURN out;
END $$;
