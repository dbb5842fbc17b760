-- The log as a reader finds it. `here` tells whether it is where it was written last; if not, it was restored or promoted and
-- has no epoch yet.
CREATE FUNCTION {log}.state_1(OUT epoch uuid, OUT head bigint, OUT here boolean)
LANGUAGE plpgsql STABLE SET search_path = {log}, pg_temp AS $$
DECLARE
  known log;
BEGIN
  SELECT * INTO STRICT known FROM log;
  epoch := known.epoch;
  SELECT coalesce(max(e.position), 0) INTO head FROM events e;
  here := known.events = 'events'::regclass
          AND known.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND known.system_identifier = (SELECT c.system_identifier FROM pg_control_system() c)
          AND CASE WHEN pg_is_in_recovery() THEN true
                   ELSE known.timeline = ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer END;
END $$;
