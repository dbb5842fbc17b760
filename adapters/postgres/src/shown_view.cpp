#include "shown_view.hpp"

#include <varve/core/error.hpp>

#include "identifier.hpp"

#include <utility>

namespace varve::postgres {
namespace {

// The view of a plain name; $1 is the schema, $2 the name.
#define VIEW                                                                   \
  "(SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace " \
  "WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'v')"

constexpr const char* foreign_owner =
    "SELECT pg_get_userbyid(v.relowner) FROM " VIEW " v WHERE NOT pg_has_role(v.relowner, 'USAGE')";

// All that would go or stand in the way when the view goes: objects over it or over its row, triggers and
// rules.
constexpr const char* dependent =
    "SELECT pg_describe_object(d.classid, d.objid, d.objsubid) FROM " VIEW
    " v JOIN pg_type t ON t.oid = v.reltype JOIN pg_depend d "
    "ON (d.refclassid = 'pg_class'::regclass AND d.refobjid = v.oid) "
    "OR (d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)) "
    "WHERE d.deptype <> 'i' AND NOT EXISTS(SELECT FROM pg_rewrite r WHERE d.classid = 'pg_rewrite'::regclass "
    "AND r.oid = d.objid AND r.ev_class = v.oid AND r.rulename = '_RETURN') LIMIT 1";

constexpr const char* owner_and_options =
    "SELECT pg_get_userbyid(v.relowner), coalesce(array_to_string(v.reloptions, ', '), '') FROM " VIEW " v";

#define TO_WHOM                                                                              \
  "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END || " \
  "CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END"

constexpr const char* grants = "SELECT format('GRANT %s ON %I TO ', a.privilege_type, v.relname) || " TO_WHOM
                               " FROM " VIEW " v, aclexplode(v.relacl) a WHERE a.grantee <> v.relowner";

constexpr const char* grants_on_columns =
    "SELECT t.attname, format('GRANT %s (%I) ON %I TO ', a.privilege_type, t.attname, v.relname) || " TO_WHOM
    " FROM " VIEW
    " v JOIN pg_attribute t ON t.attrelid = v.oid, aclexplode(t.attacl) a WHERE a.grantee <> v.relowner";

// What default privileges gave to a new view.
constexpr const char* revocations =
    "SELECT DISTINCT format('REVOKE ALL ON %I FROM ', v.relname) || "
    "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END FROM " VIEW
    " v, aclexplode(v.relacl) a WHERE a.grantee <> v.relowner";

constexpr const char* columns_of_view =
    "SELECT t.attname FROM " VIEW " v JOIN pg_attribute t ON t.attrelid = v.oid WHERE t.attnum > 0";

#undef TO_WHOM
#undef VIEW

}  // namespace

shown_views::shown_views(link& on, std::string schema, std::string switch_wait, std::string waits)
    : on_(on), schema_(std::move(schema)), switch_wait_(std::move(switch_wait)), waits_(std::move(waits)) {}

void shown_views::require_replaceable(std::string_view name) {
  const auto here = arguments::of(schema_, folded(name));
  const auto refuse = [&](const std::string& why) {
    throw failure{
        {errc::invalid_argument, "the view `" + std::string{name} + "` cannot be replaced: " + why}};
  };
  if (const auto owner = on_.run(foreign_owner, here); !owner.empty())
    refuse("it belongs to " + std::string{owner[0][0].c_str()} + ", whose rights this role does not have");
  if (const auto other = on_.run(dependent, here); !other.empty())
    refuse(std::string{other[0][0].c_str()} + " depends on it: let it read a table or view of its own");
}

void shown_views::show(std::string_view name, std::string_view table) {
  if (stands(name)) drop(name);
  const auto old = dropped_.find(folded(name));
  const std::string options =
      old == dropped_.end() || old->second.options.empty() ? "" : " WITH (" + old->second.options + ")";
  on_.run("CREATE VIEW " + identifier(folded(name)) + options + " AS SELECT generation.* FROM " +
          identifier(folded(table)) + " AS generation, (SELECT) AS read_only");
  if (old != dropped_.end()) give(old->second, name, table);
}

void shown_views::drop(std::string_view name) {
  if (!stands(name)) return;
  dropped_.insert_or_assign(folded(name), traits_of(name));
  change("DROP VIEW " + identifier(folded(name)));
}

bool shown_views::stands(std::string_view name) {
  return !on_.run(owner_and_options, arguments::of(schema_, folded(name))).empty();
}

shown_views::traits shown_views::traits_of(std::string_view name) {
  const auto here = arguments::of(schema_, folded(name));
  const auto first = on_.run(owner_and_options, here);
  traits of;
  of.owner = first[0][0].c_str();
  of.options = first[0][1].c_str();
  for (const auto& row : on_.run(grants, here)) of.grants.emplace_back(row[0].c_str());
  for (const auto& row : on_.run(grants_on_columns, here))
    of.column_grants.emplace_back(row[0].c_str(), row[1].c_str());
  return of;
}

void shown_views::give(const traits& old, std::string_view name, std::string_view table) {
  const auto here = arguments::of(schema_, folded(name));
  for (const auto& row : on_.run(revocations, here)) on_.run(row[0].c_str());
  for (const auto& each : old.grants) on_.run(each);
  for (const auto& row : on_.run(columns_of_view, here)) {
    for (const auto& [column, grant] : old.column_grants) {
      if (column == row[0].c_str()) on_.run(grant);
    }
  }
  if (traits_of(name).owner == old.owner) return;
  on_.run("GRANT SELECT ON " + identifier(folded(table)) + " TO " +
          identifier(old.owner));  // a view reads with its owner's rights
  on_.run("ALTER VIEW " + identifier(folded(name)) + " OWNER TO " + identifier(old.owner));
}

void shown_views::change(const std::string& sql) {
  on_.run("SET LOCAL lock_timeout = " + switch_wait_ + "; " + sql + "; SET LOCAL lock_timeout = " + waits_);
}

}  // namespace varve::postgres
