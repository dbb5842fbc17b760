-- The log for those who query it with SQL: JSON as jsonb, or NULL and the reason why PostgreSQL cannot hold it. The bytes as
-- they are stored stand beside it.
CREATE FUNCTION {log}.json_1(p_bytes bytea, p_content_type text, OUT value jsonb, OUT problem text)
LANGUAGE plpgsql IMMUTABLE AS $$
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
LANGUAGE plpgsql IMMUTABLE AS $$
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

CREATE VIEW {log}.readable AS
  SELECT e.position, e.position - e.behind AS commit, s.name AS stream, e.revision, e.id, n.name AS type,
         to_timestamp(e.occurred_at / 1e9) AS occurred_at, to_timestamp(e.recorded_at / 1e9) AS recorded_at,
         coalesce(e.content_type, 'application/json') AS content_type,
         d.value AS data, d.problem AS data_problem,
         CASE WHEN e.metadata IS NULL THEN '{}' ELSE m.value END AS metadata, m.problem AS metadata_problem,
         {log}.tags_1(e.tags) AS tags, e.data AS bytes
  FROM {log}.events e
  JOIN {log}.streams s ON s.stream = e.stream
  JOIN {log}.names n ON n.key = e.type
  CROSS JOIN LATERAL {log}.json_1(e.data, e.content_type) d
  CROSS JOIN LATERAL {log}.json_1(e.metadata, NULL) m;
