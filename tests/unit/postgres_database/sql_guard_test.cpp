#include "sql_guard.hpp"

#include <varve/core/error.hpp>

#include <gtest/gtest.h>

namespace varve::postgres {
namespace {

class refused_sql : public ::testing::TestWithParam<const char*> {};
class allowed_sql : public ::testing::TestWithParam<const char*> {};

TEST_P(refused_sql, is_kept_away) {
  EXPECT_THROW(require_allowed(GetParam()), failure);
}

INSTANTIATE_TEST_SUITE_P(sql_guard, refused_sql,
                         ::testing::Values("COMMIT", "  /* a /* b */ c */ rollback", "SELECT 1; Begin",
                                           "INSERT INTO t VALUES(';'); -- x\nSET search_path = other",
                                           "SELECT * FROM varve_checkpoints",
                                           "TABLE public.\"varve_projections\"",
                                           "DELETE FROM Varve_Generations", "SAVEPOINT a",
                                           "PREPARE p AS SELECT 1", "SELECT E'\\''; END",
                                           "SELECT $$a$$; ABORT", "DISCARD ALL"));

TEST_P(allowed_sql, is_let_through) {
  EXPECT_NO_THROW(require_allowed(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(sql_guard, allowed_sql,
                         ::testing::Values("", ";;", "UPDATE t SET a = 'COMMIT; varve_checkpoints'",
                                           "SELECT E'it\\'s; COMMIT'", "SELECT $tag$ ; COMMIT $tag$, $1",
                                           "INSERT INTO sales VALUES($1, $2) -- ; varve_x",
                                           "SELECT 1 /* ; COMMIT */", "CREATE TABLE \"a;commit\"()",
                                           "SELECT release FROM begin_times"));

}  // namespace
}  // namespace varve::postgres
