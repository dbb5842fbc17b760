-- Who may run what, judged by the clock of the server (docs/formats.md, "Leases"). Rows are never deleted.
CREATE TABLE IF NOT EXISTS {log}.leases(
  name         text COLLATE "C" PRIMARY KEY,
  owner        text COLLATE "C",
  version      bigint NOT NULL,
  acquired_at  timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL);
