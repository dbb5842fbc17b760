#include <varve/url/open_store.hpp>

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace varve {
namespace {

using testing::temporary_folder;

append_outcome append_one(event_store& store) {
  return store.append_and_wait(append_request::to("s", {{.type = "noted", .data = "1"}}));
}

TEST(open_store, opens_a_new_log_in_memory) {
  const auto store = open_store("memory:").value();
  EXPECT_EQ(store->status().kind, "memory");
  EXPECT_TRUE(std::holds_alternative<appended>(append_one(*store)));
}

TEST(open_store, opens_a_file_and_makes_it) {
  const temporary_folder folder;
  const std::string url = "sqlite:" + folder.file("log.db");
  EXPECT_TRUE(std::holds_alternative<appended>(append_one(*open_store(url).value())));
  EXPECT_EQ(open_store(url, {.create = false}).value()->info().value().events, 1);
}

TEST(open_store, makes_no_file_unless_it_may) {
  const temporary_folder folder;
  const std::string path = folder.file("log.db");
  for (const open_options& how : {open_options{.create = false}, open_options{.read_only = true}}) {
    const auto store = open_store("sqlite:" + path, how);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, errc::not_found);
    EXPECT_NE(store.error().message.find(path), std::string::npos) << store.error().message;
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(open_store, opens_for_reading_only) {
  const temporary_folder folder;
  const std::string url = "sqlite:" + folder.file("log.db");
  append_one(*open_store(url).value());
  for (const std::string& where : {url, std::string("memory:")}) {
    const auto store = open_store(where, {.read_only = true}).value();
    const auto outcome = append_one(*store);
    ASSERT_TRUE(std::holds_alternative<not_written>(outcome)) << where;
    EXPECT_EQ(std::get<not_written>(outcome).why.code, errc::read_only) << where;
  }
}

TEST(open_store, gives_the_error_of_a_malformed_url_and_of_the_store) {
  const temporary_folder folder;
  EXPECT_EQ(open_store("shop.db").error().code, errc::invalid_argument);
  const auto store = open_store("sqlite:" + folder.file(""));
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, errc::unsupported);
  EXPECT_NE(store.error().message.find("is a folder"), std::string::npos) << store.error().message;
}

}  // namespace
}  // namespace varve
