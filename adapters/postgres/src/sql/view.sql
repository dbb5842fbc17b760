-- The log for those who query it with SQL. The bytes as they are stored stand beside what PostgreSQL can make of them.
CREATE OR REPLACE VIEW {log}.readable AS
  SELECT e.position, e.position - e.behind AS commit, s.name AS stream, e.revision, e.id, n.name AS type,
         to_timestamp(e.occurred_at / 1e9) AS occurred_at, to_timestamp(e.recorded_at / 1e9) AS recorded_at,
         coalesce(e.content_type, 'application/json') AS content_type,
         d.value AS data, CASE WHEN e.data IS NULL THEN 'compacted' ELSE d.problem END AS data_problem,
         CASE WHEN e.data IS NULL THEN NULL WHEN e.metadata IS NULL THEN '{}' ELSE m.value END AS metadata,
         CASE WHEN e.data IS NULL THEN 'compacted' ELSE m.problem END AS metadata_problem,
         {log}.tags_1(e.tags) AS tags, e.data AS bytes
  FROM {log}.events e
  JOIN {log}.streams s ON s.stream = e.stream
  JOIN {log}.names n ON n.key = e.type
  CROSS JOIN LATERAL {log}.json_1(e.data, e.content_type) d
  CROSS JOIN LATERAL {log}.json_1(e.metadata, NULL) m;
