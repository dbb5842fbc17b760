-- Takes the log's lock and gives the log as it stands under it. Every writing function calls it first, with the log's schema
-- as search_path: what they read afterwards they read in later statements, whose snapshots, under READ COMMITTED, are younger
-- than the lock.
--
-- A log that finds itself elsewhere than where it was written last (another cluster, timeline, database or table) has been
-- restored or promoted: it begins a new epoch with p_spare, and its barriers with a number out of p_spare. It may lack the last
-- barriers of the epoch before, and would give their numbers a second time, which appends may wait with somewhere.
--
-- Commits are made durable whatever the role's default is, with set_config, for what a function's own SET changes ends with the
-- function, before its COMMIT.
CREATE FUNCTION {log}.enter_1(p_spare uuid, OUT barriers bigint, OUT epoch uuid, OUT head bigint, OUT last_append bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  found record;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a log is written under READ COMMITTED, not under %', current_setting('transaction_isolation')
      USING ERRCODE = 'feature_not_supported',
            HINT = 'ALTER ROLE … SET default_transaction_isolation = ''read committed''';
  END IF;
  IF current_setting('client_min_messages') = 'error' THEN  -- that a standby lacks a commit is told by a warning
    PERFORM set_config('client_min_messages', 'warning', true);
  END IF;
  IF current_setting('synchronous_commit') IN ('off', 'local', 'remote_write') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  LOCK TABLE log IN EXCLUSIVE MODE;
  SELECT l.*, here.*, last.position, last.recorded_at, last.id
    INTO STRICT found
    FROM log l
    CROSS JOIN LATERAL (
      SELECT (pg_control_system()).system_identifier AS this_system, 'events'::regclass AS these_events,
             ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer AS this_timeline,
             (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()) AS this_database) here
    LEFT JOIN LATERAL (SELECT e.position, e.recorded_at, e.id FROM events e ORDER BY e.position DESC LIMIT 1) last ON true;
  barriers := found.barriers;
  epoch := found.epoch;
  head := coalesce(found.position, 0);
  last_append := found.recorded_at;
  IF found.system_identifier = found.this_system AND found.timeline = found.this_timeline
     AND found.events = found.these_events AND found.database = found.this_database THEN
    RETURN;
  END IF;
  INSERT INTO ancestors
    SELECT coalesce(max(a.ordinal), 0) + 1, found.epoch, coalesce(found.position, 0),
           coalesce(found.id, '00000000-0000-0000-0000-000000000000'),
           CASE WHEN found.system_identifier = found.this_system AND found.events = found.these_events THEN 'failover'
                ELSE 'restore' END
    FROM ancestors a;
  UPDATE log SET epoch = p_spare, barriers = ('x' || right(p_spare::text, 12))::bit(48)::bigint,
                 system_identifier = found.this_system, timeline = found.this_timeline,
                 events = found.these_events, database = found.this_database
    RETURNING log.barriers INTO barriers;
  epoch := p_spare;
END $$;
