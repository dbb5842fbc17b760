-- Takes the log's lock and gives the log as it stands under it. Every writing function calls it first: what they read
-- afterwards they read in later statements, whose snapshots, under READ COMMITTED, are younger than the lock.
--
-- A log that finds itself elsewhere than where it was written last (another cluster, timeline, database or table) has been
-- restored or promoted: it begins a new epoch with p_spare. Commits are made durable whatever the role's default is, with
-- set_config, for what a function's own SET changes ends with the function, before its COMMIT.
CREATE FUNCTION {log}.enter_1(p_spare uuid, OUT known {log}.log, OUT head bigint, OUT last_append bigint)
LANGUAGE plpgsql SET search_path = {log}, pg_temp AS $$
DECLARE
  found_timeline integer;
  found_system bigint;
  head_id uuid;
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
  SELECT * INTO STRICT known FROM log;
  SELECT e.position, e.recorded_at, e.id INTO head, last_append, head_id FROM events e ORDER BY e.position DESC LIMIT 1;
  head := coalesce(head, 0);
  found_timeline := ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer;
  SELECT c.system_identifier INTO found_system FROM pg_control_system() c;
  IF known.system_identifier = found_system AND known.timeline = found_timeline AND known.events = 'events'::regclass
     AND known.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()) THEN
    RETURN;
  END IF;
  INSERT INTO ancestors
    SELECT coalesce(max(a.ordinal), 0) + 1, known.epoch, head, coalesce(head_id, '00000000-0000-0000-0000-000000000000'),
           CASE WHEN known.system_identifier = found_system AND known.events = 'events'::regclass THEN 'failover'
                ELSE 'restore' END
    FROM ancestors a;
  UPDATE log SET epoch = p_spare, system_identifier = found_system, timeline = found_timeline, events = 'events'::regclass,
                 database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    RETURNING * INTO known;
END $$;
