#include <varve/url/store_url.hpp>

#include <gtest/gtest.h>

namespace varve {
namespace {

error refusal_of(std::string_view text) {
  const auto url = store_url::parse(text);
  return url ? error{errc{}, "accepted as " + url->to_string()} : url.error();
}

TEST(store_url, names_a_log_in_memory_or_in_a_file) {
  EXPECT_EQ(store_url::parse("memory:").value(), (store_url{store_url::kind::memory, ""}));
  EXPECT_EQ(store_url::parse("sqlite:shop.db").value(), (store_url{store_url::kind::sqlite, "shop.db"}));
  EXPECT_EQ(store_url::parse("sqlite:/var/lib/shop.db").value().path, "/var/lib/shop.db");
  EXPECT_EQ(store_url::parse("sqlite:///var/lib/shop.db").value().path, "///var/lib/shop.db");
}

TEST(store_url, takes_a_path_as_it_is_spelt) {
  for (const std::string path :
       {"a b%20c.db", "../x:y.db", "caf\xC3\xA9.db", "file:x.db?mode=ro", "./:memory:"})
    EXPECT_EQ(store_url::parse("sqlite:" + path).value().path, path);
}

TEST(store_url, is_the_same_text_again) {
  for (const std::string text : {"memory:", "sqlite:shop.db", "sqlite:/a:b"})
    EXPECT_EQ(store_url::parse(text).value().to_string(), text);
}

TEST(store_url, refuses_what_is_no_url) {
  for (const std::string_view text : {"", "shop.db", "/var/lib/shop.db", "memory", ":", "SQLITE:x", "a/b:c"})
    EXPECT_EQ(refusal_of(text).code, errc::invalid_argument) << text;
  EXPECT_NE(refusal_of("shop.db").message.find("sqlite:PATH"), std::string::npos);
}

TEST(store_url, refuses_what_would_open_something_else) {
  EXPECT_EQ(refusal_of("memory:x").message, "a log in memory has no name: the URL is 'memory:' and no more");
  EXPECT_EQ(refusal_of("sqlite:").message, "the URL lacks the path of a file: sqlite:PATH");
  EXPECT_EQ(refusal_of("sqlite::memory:").message, "a log in memory is 'memory:'");
  EXPECT_EQ(refusal_of("sqlite://shop.db").code, errc::invalid_argument);
  EXPECT_EQ(refusal_of(std::string_view("sqlite:a\0b", 10)).code, errc::invalid_argument);
}

TEST(store_url, does_not_repeat_what_may_be_secret) {
  const error why = refusal_of("oracle://me:secret@host/shop");
  EXPECT_EQ(why.code, errc::unsupported);
  EXPECT_TRUE(why.message.starts_with("there is no store of the kind 'oracle:' in this build; it has "));
  EXPECT_EQ(why.message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace varve
