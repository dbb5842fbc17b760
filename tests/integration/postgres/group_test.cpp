#include "logs_on_a_server.hpp"
#include "writer.hpp"

#include <initializer_list>

namespace varve::postgres {
namespace {

/// Appends that one call of the log's function judges.
class a_group : public logs_on_a_server {
 protected:
  void SetUp() override {
    logs_on_a_server::SetUp();
    if (IsSkipped()) return;
    made = open();
    through.emplace(address::parse(url()).value(), options(), [](const token&) {});
  }

  /// What became of each: `name first-revision@first-position`.
  std::vector<std::string> commit(std::initializer_list<append_request> requests) {
    std::vector<engine::pending_append> all;
    for (const auto& each : requests)
      all.push_back({engine::prepared_append::make(each, *how.clock, ids).value(), {}});
    std::vector<engine::pending_append*> group;
    for (auto& each : all) group.push_back(&each);
    through->commit(group);
    std::vector<std::string> out;
    for (const auto& each : all) out.push_back(told(each.outcome.value()));
    return out;
  }

  static append_request to(const std::string& stream, expected demand, std::uint8_t id = 0) {
    append_request out = one_event(stream, id);
    out.writes[0].expected = demand;
    return out;
  }

  environment how;
  std::unique_ptr<event_store> made;
  event_id_generator ids{*how.clock, *how.random};
  std::optional<writer> through;

 private:
  static std::string told(const append_outcome& outcome) {
    const auto* const done = std::get_if<appended>(&outcome);
    if (done == nullptr) return name_of(outcome);
    std::string out = name_of(outcome);
    for (const auto& write : done->writes)
      out += ' ' + std::to_string(write.first.value()) + '@' + std::to_string(done->first.value());
    return out + " token " + std::to_string(done->token.position.value());
  }
};

TEST_F(a_group, that_holds_is_written_in_the_order_given) {
  append_request check;
  check.checks.push_back({stream_id{"d-1"}, expected::no_stream()});
  EXPECT_EQ(commit({to("a-1", expected::no_stream()), check, to("b-1", expected::any())}),
            (std::vector<std::string>{"appended 0@1 token 1", "appended token 1", "appended 0@2 token 2"}));
  EXPECT_EQ(
      commit({to("b-1", expected::stream_exists()), to("c-1", expected::any()),
              to("a-1", expected{revision{0}})}),
      (std::vector<std::string>{"appended 1@3 token 3", "appended 0@4 token 4", "appended 1@5 token 5"}));
}

TEST_F(a_group, in_which_one_fails_has_all_others_written) {
  EXPECT_EQ(commit({to("a-1", expected::any()), to("b-1", expected::stream_exists()),
                    to("c-1", expected::no_stream())}),
            (std::vector<std::string>{"appended 0@1 token 1", "conflict", "appended 0@2 token 2"}));
  EXPECT_EQ(commit({to("a-1", expected{revision{1}}), to("c-1", expected{revision{0}})}),
            (std::vector<std::string>{"conflict", "appended 1@3 token 3"}));
}

TEST_F(a_group, in_which_an_id_stands_already_has_all_others_written) {
  ASSERT_EQ(commit({to("a-1", expected::no_stream(), 7)}), std::vector<std::string>{"appended 0@1 token 1"});
  EXPECT_EQ(commit({to("b-1", expected::any(), 9), to("a-1", expected::no_stream(), 7)}),
            (std::vector<std::string>{"appended 0@2 token 2", "replayed 0@1 token 1"}));
  EXPECT_EQ(commit({to("c-1", expected::any(), 8)}), std::vector<std::string>{"appended 0@3 token 3"})
      << "older than the newest, and new";
}

TEST_F(a_group, in_which_a_stream_comes_twice_is_judged_one_after_the_other) {
  EXPECT_EQ(commit({to("a-1", expected::no_stream()), to("a-1", expected::no_stream()),
                    to("a-1", expected{revision{0}}), to("b-1", expected::any())}),
            (std::vector<std::string>{"appended 0@1 token 1", "conflict", "appended 1@2 token 2",
                                      "appended 0@3 token 3"}));
}

TEST_F(a_group, is_refused_where_a_stream_was_deleted_for_ever) {
  commit({to("a-1", expected::any()), to("b-1", expected::any())});
  commit({append_request::hard_delete(stream_id{"a-1"})});
  EXPECT_EQ(commit({to("a-1", expected::any()), to("b-1", expected::any())}),
            (std::vector<std::string>{"stream_deleted", "appended 1@4 token 4"}));
  append_request check;
  check.checks.push_back({stream_id{"a-1"}, expected::no_stream()});
  EXPECT_EQ(commit({check, to("b-1", expected::any())}),
            (std::vector<std::string>{"appended token 4", "appended 2@5 token 5"}));
}

}  // namespace
}  // namespace varve::postgres
