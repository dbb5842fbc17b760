-- The PostgreSQL log, format 1 (docs/formats.md). {log} stands for the schema that is the log.
CREATE TABLE {log}.log(
  one               boolean PRIMARY KEY CHECK (one),
  format            integer NOT NULL,
  functions         integer NOT NULL,
  epoch             uuid NOT NULL,
  created_at        bigint NOT NULL,
  barriers          bigint NOT NULL,
  system_identifier bigint NOT NULL,
  timeline          integer NOT NULL,
  database          oid NOT NULL,
  events            oid NOT NULL);

CREATE TABLE {log}.ancestors(
  ordinal        integer PRIMARY KEY,
  epoch          uuid NOT NULL,
  shared         bigint NOT NULL,
  shared_id      uuid NOT NULL,
  cause          text NOT NULL);

CREATE TABLE {log}.names(
  key            integer PRIMARY KEY,
  name           text COLLATE "C" NOT NULL UNIQUE);

CREATE TABLE {log}.streams(
  stream         bigint PRIMARY KEY,
  name           text COLLATE "C" NOT NULL UNIQUE,
  category       integer NOT NULL,
  first_visible  bigint NOT NULL,
  deleted_before bigint,
  closed         boolean NOT NULL);

CREATE TABLE {log}.events(
  position       bigint PRIMARY KEY,
  stream         bigint NOT NULL,
  revision       bigint NOT NULL,
  occurred_at    bigint NOT NULL,
  recorded_at    bigint NOT NULL,
  checksum       bigint NOT NULL,
  id             uuid NOT NULL,
  type           integer NOT NULL,
  category       integer NOT NULL,
  behind         integer NOT NULL,
  ahead          integer NOT NULL,
  digest         bytea NOT NULL,
  content_type   text,
  tags           bytea,
  metadata       bytea,
  data           bytea);
CREATE UNIQUE INDEX events_stream ON {log}.events(stream, revision);
CREATE UNIQUE INDEX events_id ON {log}.events(id);
CREATE INDEX events_type ON {log}.events(type, position);
CREATE INDEX events_category ON {log}.events(category, position);

CREATE TABLE {log}.tags(
  tag            text COLLATE "C" NOT NULL,
  position       bigint NOT NULL,
  PRIMARY KEY (tag, position));
