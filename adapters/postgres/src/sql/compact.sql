-- Leaves of hidden events what compaction leaves (docs/formats.md); the caller has computed it from the rows as they stood in the
-- epoch p_epoch. In another nothing is done, for a pooler may lead to a copy now that has other events there. Rows are immutable
-- but for this, and what is hidden stays hidden: so it does without the log's lock, and appends go on. Two at a time would wait
-- for each other's rows; they wait at the door instead. Answers the positions of those that were whole until now.
CREATE FUNCTION {log}.compact_2(p_epoch uuid, p_position bigint[], p_envelope bytea[], p_checksum bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {log}, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
SET lock_timeout = '5s' AS $$
BEGIN
  IF current_setting('synchronous_commit') IN ('off', 'local', 'remote_write') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('varve compaction ' || 'events'::regclass::oid, 0));
  RETURN QUERY
    UPDATE events e SET content_type = NULL, metadata = c.envelope, data = NULL, checksum = c.checksum
    FROM unnest(p_position, p_envelope, p_checksum) c(place, envelope, checksum), streams s, log l
    WHERE l.epoch = p_epoch AND e.position = c.place AND e.data IS NOT NULL AND s.stream = e.stream AND e.revision < s.first_visible
    RETURNING e.position;
END $$;
