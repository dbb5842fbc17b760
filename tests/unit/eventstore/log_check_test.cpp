#include <varve/core/new_event.hpp>
#include <varve/eventstore/engine/change.hpp>
#include <varve/eventstore/engine/log_check.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace varve::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Two events of `a`, which are one commit, and one of `b`; then a delete of `a`. Tests change them.
class log_check_test : public ::testing::Test {
 protected:
  log_check_test() {
    add(1, "a").ahead = 1;
    add(1, "a").behind = 1;
    add(2, "b");
    add(3, change_stream, "$deleted", data_of({stream_change::kind::soft_delete, "a", revision{2}}));
  }

  stored_event& add(std::int64_t key, std::string_view stream, std::string_view type = "noted",
                    std::string_view data = "1") {
    texts_.emplace_back(data);
    keys_[std::string(stream)] = key;
    stored_event one{};
    one.position = static_cast<std::int64_t>(log.size()) + 1;
    one.revision = revisions_[key]++;
    one.recorded_at = one.position < 3 ? 10 : 10 * one.position;  // the first commit has two
    one.stream_key = key;
    one.stream = stream;
    one.type = type;
    one.data = texts_.back();
    one.content_digest = content_digest(stream, type, json_content_type, one.data, {});
    return log.emplace_back(one);
  }

  /// What is found, as "check" or "check position"; `streams` are the rows that the log has.
  std::vector<std::string> check(const std::map<std::string, stream_state>& streams) {
    std::vector<std::string> out;
    const verify_observer note{[&](const finding& found) {
      out.push_back(found.check + (found.at ? ' ' + std::to_string(found.at->value()) : ""));
    }};
    verification sum;
    findings notes{note, sum};
    log_check all{notes, [&](std::string_view name) { return keys_[std::string(name)]; }};
    for (const auto& one : log) one.position == unreadable ? all.skip() : all.next(one);
    for (const auto& [name, state] : streams) all.check_stream(keys_[name], name, state);
    all.check_missing_streams();
    EXPECT_EQ(sum.findings, static_cast<std::int64_t>(out.size()));
    return out;
  }
  std::vector<std::string> check() { return check(rows); }

  static stream_state deleted(std::int64_t before) {
    stream_state out;
    out.first_visible = revision{before};
    out.deleted_before = revision{before};
    return out;
  }

  std::vector<stored_event> log;
  std::map<std::string, stream_state> rows{{"a", deleted(2)}, {"b", {}}, {std::string(change_stream), {}}};
  std::int64_t unreadable = 0;

 private:
  std::deque<std::string> texts_;
  std::map<std::string, std::int64_t> keys_;
  std::map<std::int64_t, std::int64_t> revisions_;
};

TEST_F(log_check_test, finds_nothing_in_a_sound_log) {
  EXPECT_THAT(check(), IsEmpty());
}

TEST_F(log_check_test, finds_commits_that_do_not_fit) {
  log[1].behind = 0;
  EXPECT_THAT(check(), ElementsAre("commit 2"));
  log[1].behind = 1;
  log[3].behind = 4;
  EXPECT_THAT(check(), ElementsAre("commit 4", "commit 4")) << "it would begin before the log";
  log[3].behind = 0;
  log[0].ahead = 2;
  EXPECT_THAT(check(), ElementsAre("commit 2"));
}

TEST_F(log_check_test, finds_append_times_that_fall_or_differ_in_a_commit) {
  log[3].recorded_at = log[2].recorded_at - 1;
  EXPECT_THAT(check(), ElementsAre("time 4"));
  log[3].recorded_at = log[2].recorded_at;
  EXPECT_THAT(check(), IsEmpty());
  log[0].recorded_at -= 1;
  EXPECT_THAT(check(), ElementsAre("time 2"));
}

TEST_F(log_check_test, finds_revisions_that_do_not_follow_each_other) {
  log[2].revision = 1;
  EXPECT_THAT(check(), ElementsAre("revision 3"));
}

TEST_F(log_check_test, finds_content_that_its_digest_does_not_fit) {
  log[2].data = "2";
  EXPECT_THAT(check(), ElementsAre("digest 3"));
  log[2].tags = "no tags";
  EXPECT_THAT(check(), ElementsAre("event 3"));
}

TEST_F(log_check_test, says_nothing_of_what_could_not_be_read) {
  unreadable = 1;
  EXPECT_THAT(check(), IsEmpty());
  unreadable = 2;
  EXPECT_THAT(check(), ElementsAre("change")) << "of the delete it knows only one event";
}

TEST_F(log_check_test, finds_streams_that_do_not_show_what_was_deleted) {
  rows["a"] = deleted(1);
  EXPECT_THAT(check(), ElementsAre("change"));
  rows["a"] = deleted(2);
  rows["b"] = deleted(1);
  EXPECT_THAT(check(), ElementsAre("change"));
}

TEST_F(log_check_test, finds_a_change_that_cannot_be_read) {
  log[3].type = "$moved";
  log[3].content_digest = content_digest(change_stream, "$moved", json_content_type, log[3].data, {});
  EXPECT_THAT(check(), ElementsAre("change 4", "change"));
}

TEST_F(log_check_test, misses_the_row_of_a_stream_that_was_deleted_for_ever) {
  add(3, change_stream, "$tombstoned", data_of({stream_change::kind::hard_delete, "never", revision{0}}));
  EXPECT_THAT(check(), ElementsAre("change"));
  rows["never"].closed = true;
  EXPECT_THAT(check(), IsEmpty());
}

TEST_F(log_check_test, finds_revisions_on_show_that_were_compacted) {
  log[0].compacted = true;
  log[0].data = {};
  EXPECT_THAT(check(), IsEmpty()) << "it is hidden";
  log[2].compacted = true;
  EXPECT_THAT(check(), ElementsAre("compaction"));
}

}  // namespace
}  // namespace varve::engine
