-- Writes whole commits of another log behind the head as they stand there, and replaces the ancestors, in one statement. The
-- caller has judged them by the log as it stood at p_epoch and p_after: while that is where it stands, nothing that was judged
-- by has changed, for all that changes a log is an event.
--
-- All arrays count from 1. p_names are types and categories. s_… are the streams that the batch writes, hides or closes, as they
-- stand behind it, in the order in which they come; s_written is 1 for one that has events then, -1 for a name that is closed without any.
-- The n-th event stands at p_after + n.
--
-- Answers one row like those of append_1: of kind 0, of kind 8, or
--   what 10  the log stands elsewhere: position = head, bytes = epoch; nothing was written
CREATE FUNCTION {log}.import_2(
  p_barriers bigint, p_now bigint, p_spare uuid, p_epoch uuid, p_after bigint,
  a_epoch uuid[], a_shared bigint[], a_shared_id uuid[], a_cause text[],
  p_names text[],
  s_name text[], s_category integer[], s_written integer[], s_first_visible bigint[], s_deleted_before bigint[], s_closed integer[],
  e_stream integer[], e_revision bigint[], e_type integer[], e_id uuid[], e_behind integer[], e_ahead integer[],
  e_occurred_at bigint[], e_recorded_at bigint[], e_digest bytea[], e_checksum bigint[], e_content_type text[], e_tags bytea[],
  e_metadata bytea[], e_data bytea[], t_event integer[], t_tag text[])
RETURNS TABLE(what integer, request integer, demand integer, "position" bigint, revision bigint, bytes bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {log}, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
  entered record;
  n_key integer[];  -- of p_names
  s_key bigint[];   -- of s_name
BEGIN
  entered := enter_1(p_spare);
  IF entered.barriers <> p_barriers THEN
    RETURN QUERY SELECT 8, 0, 0, entered.barriers, 0::bigint, ''::bytea;
    RETURN;
  END IF;
  IF entered.epoch <> p_epoch OR entered.head <> p_after THEN
    RETURN QUERY SELECT 10, 0, 0, entered.head, 0::bigint, uuid_send(entered.epoch);
    RETURN;
  END IF;

  n_key := keys_1(p_names);
  INSERT INTO streams(stream, name, category, first_visible, closed)
    SELECT CASE s.written WHEN 1 THEN ends.last ELSE ends.first END
             + s.written * row_number() OVER (PARTITION BY s.written ORDER BY s.i),
           s.name, n_key[s.category], 0, false
    FROM unnest(s_name, s_category, s_written) WITH ORDINALITY s(name, category, written, i),
         (SELECT greatest(max(k.stream), 0) AS last, least(min(k.stream), 0) AS first FROM streams k) ends
    WHERE NOT EXISTS (SELECT FROM streams k WHERE k.name = s.name);
  SELECT array_agg(k.stream ORDER BY s.i) INTO s_key
    FROM unnest(s_name) WITH ORDINALITY s(name, i) JOIN streams k ON k.name = s.name;
  UPDATE streams k SET first_visible = s.first_visible, deleted_before = s.deleted_before, closed = s.closed = 1
    FROM unnest(s_key, s_first_visible, s_deleted_before, s_closed) s(stream, first_visible, deleted_before, closed)
    WHERE k.stream = s.stream
      AND (k.first_visible, k.deleted_before, k.closed) IS DISTINCT FROM (s.first_visible, s.deleted_before, s.closed = 1);

  INSERT INTO events(position, stream, revision, occurred_at, recorded_at, checksum, id, type, category, behind, ahead,
                     digest, content_type, tags, metadata, data)
    SELECT p_after + e.i, s_key[e.stream], e.revision, e.occurred_at, e.recorded_at, e.checksum, e.id, n_key[e.type],
           n_key[s_category[e.stream]], e.behind, e.ahead, e.digest, e.content_type, e.tags, e.metadata, e.data
    FROM unnest(e_stream, e_revision, e_type, e_id, e_behind, e_ahead, e_occurred_at, e_recorded_at, e_digest, e_checksum,
                e_content_type, e_tags, e_metadata, e_data) WITH ORDINALITY
           e(stream, revision, type, id, behind, ahead, occurred_at, recorded_at, digest, checksum, content_type, tags,
             metadata, data, i);
  INSERT INTO tags(tag, position) SELECT t.tag, p_after + t.event FROM unnest(t_event, t_tag) t(event, tag);
  DELETE FROM ancestors;
  INSERT INTO ancestors(ordinal, epoch, shared, shared_id, cause)
    SELECT a.i, a.epoch, a.shared, a.shared_id, a.cause
    FROM unnest(a_epoch, a_shared, a_shared_id, a_cause) WITH ORDINALITY a(epoch, shared, shared_id, cause, i);
  RETURN QUERY SELECT 0, 0, 0, p_after + cardinality(e_id), coalesce(entered.last_append, p_now), uuid_send(p_epoch);
END $$;
