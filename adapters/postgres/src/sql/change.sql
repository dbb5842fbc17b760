-- Deletes or truncates a stream: writes the event of $streams and hides what it says. For a delete, whose data name the
-- stream's next revision, p_before is what the caller took that for.
--
-- p_what: 1 soft delete, 2 hard delete, 3 truncate; p_kind: as in d_kind of append_1. Answers like append_1, and
--   what 9  the next revision is another than p_before: revision; nothing was written
CREATE FUNCTION {log}.change_1(
  p_barriers bigint, p_now bigint, p_spare uuid, p_what integer, p_stream text, p_kind integer, p_revision bigint, p_before bigint,
  p_id uuid, p_type text, p_occurred_at bigint, p_digest bytea, p_checksum bigint, p_metadata bytea, p_data bytea)
RETURNS TABLE(what integer, request integer, demand integer, "position" bigint, revision bigint, bytes bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {log}, pg_temp SET enable_seqscan = off SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
  entered record;
  target streams;
  next bigint;
  keys integer[];
  changes bigint;
  alive boolean;
BEGIN
  entered := enter_1(p_spare);
  request := 1;
  demand := 1;
  SELECT 0, entered.head, coalesce(entered.last_append, p_now), uuid_send(entered.epoch)
    INTO what, position, revision, bytes;
  RETURN NEXT;
  bytes := NULL;
  IF entered.barriers <> p_barriers THEN
    what := 8; position := entered.barriers;
    RETURN NEXT; RETURN;
  END IF;
  SELECT 1, e.position, e.revision, e.digest INTO what, position, revision, bytes FROM events e WHERE e.id = p_id;
  IF FOUND THEN
    RETURN NEXT; RETURN;
  END IF;

  SELECT * INTO target FROM streams k WHERE k.name = p_stream;
  SELECT coalesce(max(e.revision) + 1, 0) INTO next FROM events e WHERE e.stream = target.stream;
  alive := next > 0 AND NOT target.closed AND target.deleted_before IS DISTINCT FROM next;
  revision := next - 1;
  what := CASE WHEN p_kind = 0 THEN 0
               WHEN target.closed THEN 2
               WHEN CASE p_kind WHEN 1 THEN NOT alive WHEN 2 THEN alive ELSE next = p_revision + 1 END THEN 0
               ELSE 3 END;
  IF what = 0 AND p_what < 3 AND next <> p_before THEN
    what := 9; revision := next;
  END IF;
  IF what > 0 THEN
    RETURN NEXT; RETURN;
  END IF;

  keys := keys_1(ARRAY[p_type, '$streams']);
  IF target.stream IS NULL AND p_what = 2 THEN
    INSERT INTO streams(stream, name, category, first_visible, closed)
      SELECT least(min(k.stream), 0) - 1, p_stream, keys[2], 0, true FROM streams k;
  ELSE
    UPDATE streams k
      SET first_visible = greatest(k.first_visible, least(p_before, next)),
          deleted_before = CASE WHEN p_what < 3 THEN next ELSE k.deleted_before END,
          closed = k.closed OR p_what = 2
      WHERE k.stream = target.stream;
  END IF;

  INSERT INTO streams(stream, name, category, first_visible, closed)
    SELECT greatest(max(k.stream), 0) + 1, '$streams', keys[2], 0, false FROM streams k
    ON CONFLICT (name) DO NOTHING;
  SELECT k.stream INTO changes FROM streams k WHERE k.name = '$streams';
  position := entered.head + 1;
  SELECT coalesce(max(e.revision) + 1, 0) INTO revision FROM events e WHERE e.stream = changes;
  INSERT INTO events(position, stream, revision, occurred_at, recorded_at, checksum, id, type, category, behind, ahead, digest,
                     metadata, data)
    SELECT position, changes, revision, p_occurred_at, t.recorded_at,
           p_checksum + place_check_1(position, revision, t.recorded_at, 0, 0), p_id, keys[1], keys[2], 0, 0, p_digest,
           p_metadata, p_data
    FROM (SELECT greatest(p_now, entered.last_append) AS recorded_at) t;
  what := 6;
  RETURN NEXT;
END $$;
