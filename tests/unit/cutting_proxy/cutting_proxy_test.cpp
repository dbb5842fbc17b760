#include <varve/testing/cutting_proxy.hpp>

#include "echo_server.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace varve::testing {
namespace {

using cut = cutting_proxy::cut;

/// Cuts what holds the word.
cutting_proxy::judge where(std::string word, cut how) {
  return [word = std::move(word), how](std::string_view request) {
    return request.find(word) == std::string_view::npos ? cut::nothing : how;
  };
}

TEST(cutting_proxy, hands_on_what_both_sides_say) {
  echo_server server;
  cutting_proxy proxy{server.port()};
  plain_client client{proxy.port()};
  EXPECT_EQ(client.ask("good day"), "good day");
  const std::string much(5'000'000, 'x');
  EXPECT_EQ(client.ask(much), much);
  EXPECT_EQ(proxy.counted().connections, 1);
  EXPECT_EQ(proxy.counted().cuts(), 0);
}

TEST(cutting_proxy, cuts_before_a_request_so_that_the_server_never_hears_it) {
  echo_server server;
  cutting_proxy proxy{server.port()};
  proxy.cut_by(where("COMMIT", cut::before_request));
  plain_client client{proxy.port()};
  EXPECT_EQ(client.ask("BEGIN"), "BEGIN");
  EXPECT_EQ(client.ask("COMMIT"), std::nullopt);
  server.wait_until_alone();
  EXPECT_EQ(server.heard(), "BEGIN");
  EXPECT_EQ(proxy.counted().before_request, 1);
}

TEST(cutting_proxy, cuts_behind_a_request_that_the_server_gets) {
  echo_server server;
  cutting_proxy proxy{server.port()};
  proxy.cut_by(where("COMMIT", cut::behind_request));
  plain_client client{proxy.port()};
  EXPECT_EQ(client.ask("COMMIT"), std::nullopt);
  server.wait_until_alone();
  EXPECT_EQ(server.heard(), "COMMIT");
  EXPECT_EQ(proxy.counted().behind_request, 1);
}

TEST(cutting_proxy, cuts_before_an_answer_that_the_server_has_given) {
  echo_server server;
  cutting_proxy proxy{server.port()};
  proxy.cut_by(where("COMMIT", cut::before_answer));
  plain_client client{proxy.port()};
  EXPECT_EQ(client.ask("COMMIT"), std::nullopt);
  server.wait_until_alone();
  EXPECT_EQ(server.heard(), "COMMIT");
  EXPECT_EQ(proxy.counted().before_answer, 1);
}

TEST(cutting_proxy, leaves_other_connections_alone_and_takes_new_ones) {
  echo_server server;
  cutting_proxy proxy{server.port()};
  proxy.cut_by(where("COMMIT", cut::before_answer));
  plain_client other{proxy.port()};
  EXPECT_EQ(other.ask("hello"), "hello");
  for (int i = 0; i < 20; ++i) {
    plain_client client{proxy.port()};
    EXPECT_EQ(client.ask("COMMIT"), std::nullopt);
  }
  EXPECT_EQ(other.ask("still here"), "still here");
  EXPECT_EQ(proxy.counted().connections, 21);
  EXPECT_EQ(proxy.counted().before_answer, 20);
}

TEST(cutting_proxy, cuts_all_connections_when_told) {
  echo_server server;
  cutting_proxy proxy{server.port()};
  plain_client one{proxy.port()};
  plain_client two{proxy.port()};
  EXPECT_EQ(one.ask("1"), "1");
  EXPECT_EQ(two.ask("2"), "2");
  proxy.cut_all();
  EXPECT_EQ(one.ask("1"), std::nullopt);
  EXPECT_EQ(two.ask("2"), std::nullopt);
  plain_client three{proxy.port()};
  EXPECT_EQ(three.ask("3"), "3");
}

TEST(cutting_proxy, cuts_a_client_whose_server_is_not_there) {
  std::uint16_t gone = 0;
  { gone = echo_server{}.port(); }
  cutting_proxy proxy{gone};
  plain_client client{proxy.port()};
  EXPECT_EQ(client.ask("anybody?"), std::nullopt);
}

TEST(cutting_proxy, ends_the_connections_when_it_ends) {
  echo_server server;
  auto proxy = std::make_unique<cutting_proxy>(server.port());
  plain_client client{proxy->port()};
  EXPECT_EQ(client.ask("1"), "1");
  proxy.reset();
  EXPECT_EQ(client.ask("2"), std::nullopt);
  server.wait_until_alone();
}

}  // namespace
}  // namespace varve::testing
