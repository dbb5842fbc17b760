#include "model_schema.hpp"

#include <varve/core/error.hpp>

#include "connect.hpp"
#include "identifier.hpp"

namespace varve::postgres {
namespace {

constexpr const char* tables = R"(
CREATE TABLE IF NOT EXISTS varve_checkpoints(
  projection   text COLLATE "C" NOT NULL,
  generation   bigint NOT NULL,
  slice        integer NOT NULL,
  epoch        uuid NOT NULL,
  position     bigint NOT NULL,
  event_id     uuid NOT NULL,
  version      bigint NOT NULL,
  PRIMARY KEY (projection, generation, slice));
CREATE TABLE IF NOT EXISTS varve_projections(
  projection   text COLLATE "C" PRIMARY KEY,
  live         bigint,
  building     bigint,
  previous     bigint);
CREATE TABLE IF NOT EXISTS varve_generations(
  projection   text COLLATE "C" NOT NULL,
  generation   bigint NOT NULL,
  version      bigint NOT NULL,
  fingerprint  text COLLATE "C" NOT NULL,
  tables       json NOT NULL,
  PRIMARY KEY (projection, generation)))";

// Whoever makes a schema for the first time waits for others that do: `IF NOT EXISTS` alone may fail in a
// race.
constexpr const char* one_at_a_time =
    "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('varve: tables of read models', 0))";

bool has_tables(link& on, const std::string& schema) {
  return on.run(
               "SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename IN "
               "('varve_checkpoints', 'varve_projections', 'varve_generations')",
               arguments::of(schema))[0][0]
             .as<int>() == 3;
}

void require_server(link& on) {
  const auto about = on.run(
      "SELECT current_setting('server_version_num'), current_setting('server_version'), "
      "current_setting('server_encoding')");
  if (about[0][0].as<int>() < oldest_server) {
    throw failure{{errc::unsupported, "PostgreSQL " + std::string{about[0][1].c_str()} +
                                          " is too old for read models: 15 or newer is needed"}};
  }
  if (std::string_view{about[0][2].c_str()} != "UTF8") {
    throw failure{{errc::unsupported, "the database's encoding is " + std::string{about[0][2].c_str()} +
                                          ", and read models need UTF8"}};
  }
}

}  // namespace

void prepare_read_models(link& on, const std::string& schema) {
  on.begin("BEGIN");
  require_server(on);
  if (!has_tables(on, schema)) {
    on.run(one_at_a_time);
    if (on.run("SELECT FROM pg_namespace WHERE nspname = $1", arguments::of(schema)).empty())
      on.run("CREATE SCHEMA " + identifier(schema));
    on.run("SET LOCAL search_path = " + identifier(schema));
    on.run(tables);
  }
  on.commit();
}

void require_read_models(link& on, const std::string& schema) {
  on.begin("BEGIN READ ONLY");
  require_server(on);
  const bool there = has_tables(on, schema);
  on.commit();
  if (!there) throw failure{{errc::not_found, "the schema `" + schema + "` holds no read models"}};
}

}  // namespace varve::postgres
