#include <varve/eventstore/memory_store.hpp>
#include <varve/testing/forwarding_store.hpp>
#include <varve/testing/virtual_clock.hpp>

#include "file_pipe.hpp"
#include "pipe/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <tuple>

namespace varve::cli::pipe {
namespace {

using namespace std::chrono_literals;

/// Cannot say in time how far it has come when the test says so: by the number of the look. Time passes as
/// soon as somebody waits.
class busy_store final : public testing::forwarding_store {
 public:
  explicit busy_store(std::function<bool(int)> is_busy)
      : forwarding_store(std::make_unique<memory_store>()), is_busy_(std::move(is_busy)) {}

  result<token> wait(const token& after, instant deadline) override {
    if (deadline == never) time.advance(1h);
    if (deadline == never || !is_busy_(++looks)) return forwarding_store::wait(after, deadline);
    return error{errc::timeout, "no answer"};
  }

  testing::virtual_clock time;
  std::atomic<int> looks = 0;

 private:
  std::function<bool(int)> is_busy_;
};

/// The reply to a wait behind the only event.
std::string reply_to_wait(busy_store& store, const std::string& timeout) {
  std::ignore = store.append_and_wait(append_request::to("s", {{.type = "noted", .data = "1"}}));
  file_pipe in;
  file_pipe replies;
  in.write(R"({"id":7,"op":"wait","after":1,"timeout_ms":)" + timeout + "}\n");
  in.close_write();
  {
    line_writer out{replies.write_end()};
    line_reader lines{in.read_end()};
    EXPECT_TRUE((server{store, out, store.time}.serve(lines)));
  }
  replies.close_write();
  return replies.read_all();
}

TEST(a_wait_of_the_pipe, answers_with_the_head_that_it_knows_when_the_log_does_not_tell_at_its_end) {
  busy_store store{[](int look) { return look > 1; }};
  const auto reply = reply_to_wait(store, "1000");
  EXPECT_NE(reply.find(R"("head":1)"), std::string::npos) << reply;
  EXPECT_EQ(store.looks, 2);
}

TEST(a_wait_of_the_pipe, asks_again_while_it_has_time) {
  busy_store store{[](int look) { return look == 1; }};
  const auto reply = reply_to_wait(store, "1000");
  EXPECT_NE(reply.find(R"("head":1)"), std::string::npos) << reply;
  EXPECT_EQ(store.looks, 3) << "twice at its begin, once at its end";
}

TEST(a_wait_of_the_pipe, that_was_never_told_is_a_timeout) {
  busy_store store{[](int) { return true; }};
  const auto reply = reply_to_wait(store, "0");
  EXPECT_NE(reply.find("timeout"), std::string::npos) << reply;
}

}  // namespace
}  // namespace varve::cli::pipe
