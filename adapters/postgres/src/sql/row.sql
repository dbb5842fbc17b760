INSERT INTO {log}.log(one, format, functions, epoch, created_at, barriers, system_identifier, timeline, database, events)
  SELECT true, 1, 2, {epoch}, {created_at}, 0, c.system_identifier,
         ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer, d.oid, '{log}.events'::regclass
  FROM pg_control_system() c, pg_database d WHERE d.datname = current_database();
