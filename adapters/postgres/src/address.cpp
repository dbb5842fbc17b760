#include "address.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <libpq-fe.h>
#include <memory>
#include <optional>
#include <utility>

namespace varve::postgres {
namespace {

struct free_options {
  void operator()(PQconninfoOption* all) const { PQconninfoFree(all); }
};
using options = std::unique_ptr<PQconninfoOption, free_options>;

/// Whatever the URL says: names and texts are sent as the bytes that their digests and checksums cover.
constexpr const char* encoding_option = "client_encoding";

/// Kept unless the URL says otherwise: a server that does not answer must not hold a caller for ever.
constexpr std::array<std::pair<const char*, const char*>, 6> defaults{{{"connect_timeout", "10"},
                                                                       {"keepalives_idle", "15"},
                                                                       {"keepalives_interval", "5"},
                                                                       {"keepalives_count", "3"},
                                                                       {"tcp_user_timeout", "30000"},
                                                                       {"application_name", "varve"}}};

error refused(std::string why) {
  return {errc::invalid_argument, std::move(why)};
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto digit = [&](std::size_t at) {
      return at < text.size() ? digits.find(static_cast<char>(text[at] | 0x20)) : std::string_view::npos;
    };
    const std::size_t high = digit(i + 1);
    const std::size_t low = digit(i + 2);
    if (high == std::string_view::npos || low == std::string_view::npos || high + low == 0)
      return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

const char* value_of(const options& all, std::string_view keyword) {
  for (const PQconninfoOption* one = all.get(); one->keyword != nullptr; ++one)
    if (one->keyword == keyword) return one->val;
  return nullptr;
}

void append_option(std::string& out, std::string_view keyword, std::string_view value) {
  out.append(keyword).append("='");
  for (const char c : value) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.append("' ");
}

/// By name or number, in the URL or, where that says nothing, in the environment.
bool names_several_hosts(const options& all) {
  constexpr std::array<std::pair<const char*, const char*>, 2> places{
      {{"host", "PGHOST"}, {"hostaddr", "PGHOSTADDR"}}};
  return std::ranges::any_of(places, [&](const auto& place) {
    const char* value = value_of(all, place.first);
    if (value == nullptr) value = std::getenv(place.second);
    return value != nullptr && std::string_view(value).find(',') != std::string_view::npos;
  });
}

std::string connection_string(const options& all) {
  std::string out;
  for (const PQconninfoOption* one = all.get(); one->keyword != nullptr; ++one)
    if (one->val != nullptr && std::string_view(one->keyword) != encoding_option)
      append_option(out, one->keyword, one->val);
  append_option(out, encoding_option, "UTF8");
  for (const auto& [keyword, value] : defaults)
    if (value_of(all, keyword) == nullptr) append_option(out, keyword, value);
  if (names_several_hosts(all) && value_of(all, "target_session_attrs") == nullptr)
    append_option(out, "target_session_attrs", "read-write");  // the one that can be written
  return out;
}

std::string shown_as(const options& all, const std::string& log) {
  const auto text = [&](const char* keyword) {
    const char* const value = value_of(all, keyword);
    return std::string(value == nullptr ? "" : value);
  };
  std::string out = "postgres://";
  if (!text("user").empty()) out += text("user") + '@';
  out += text("host");
  if (!text("port").empty()) out += ':' + text("port");
  return out + '/' + text("dbname") + "?log=" + log;
}

/// The parameters of a URL that are not libpq's, taken out of it.
struct own_parameters {
  std::string rest;
  std::optional<std::string> log;
  std::optional<std::string> listen;
};

result<own_parameters> take_own(std::string_view url) {
  own_parameters out;
  const std::size_t question = url.find('?');
  out.rest = url.substr(0, question);
  if (question == std::string_view::npos) return out;
  char before = '?';
  for (std::string_view left = url.substr(question + 1); !left.empty();) {
    const std::string_view one = left.substr(0, left.find('&'));
    left.remove_prefix(std::min(left.size(), one.size() + 1));
    const std::string_view keyword = one.substr(0, one.find('='));
    if (keyword != "log" && keyword != "listen") {
      out.rest.append(1, before).append(one);
      before = '&';
      continue;
    }
    auto& slot = keyword == "log" ? out.log : out.listen;
    if (slot) return refused("the URL names '" + std::string(keyword) + "' twice");
    slot = unescaped(one.substr(std::min(one.size(), keyword.size() + 1)));
    if (!slot) return refused("the URL's '" + std::string(keyword) + "' is not well escaped");
  }
  return out;
}

/// The first parameter of a URL that libpq does not know, where there is one: what it says itself may repeat
/// a secret.
std::optional<std::string> unknown_parameter(const std::string& url) {
  const std::size_t question = url.find('?');
  const options known{PQconninfoParse("", nullptr)};
  if (question == std::string::npos || known == nullptr) return std::nullopt;
  const auto knows = [&](std::string_view keyword) {
    if (keyword == "ssl") return true;  // for sslmode, as JDBC has it
    for (const PQconninfoOption* one = known.get(); one->keyword != nullptr; ++one)
      if (one->keyword == keyword) return true;
    return false;
  };
  for (std::string_view left = std::string_view(url).substr(question + 1); !left.empty();) {
    const std::string_view one = left.substr(0, left.find('&'));
    left.remove_prefix(std::min(left.size(), one.size() + 1));
    const std::string_view keyword = one.substr(0, one.find('='));
    if (keyword.size() < one.size() && is_log_name(keyword) && !knows(keyword)) return std::string(keyword);
  }
  return std::nullopt;
}

result<options> parse_options(const std::string& url) {
  options all{PQconninfoParse(url.c_str(), nullptr)};
  if (all) return all;
  if (const auto name = unknown_parameter(url))
    return refused("the URL's parameter '" + *name +
                   "' is known neither to libpq nor to Varve, whose own are log and listen");
  return refused("a PostgreSQL log is named by postgres://user@host:port/database?log=NAME");
}

}  // namespace

result<void> check_address(const std::string& url) {
  if (const options all{PQconninfoParse(url.c_str(), nullptr)}) return {};
  if (const auto name = unknown_parameter(url))
    return refused("the URL's parameter '" + *name + "' is not known to libpq");
  return refused("a PostgreSQL database is named by postgres://user@host:port/database");
}

bool is_log_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto good = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= 48 && letter(name.front()) && std::ranges::all_of(name, good) &&
         !name.starts_with("pg_");
}

result<address> address::parse(std::string_view url) {
  if (url.find('\0') != std::string_view::npos) return refused("a URL holds no zero byte");
  auto own = take_own(url);
  if (!own) return std::move(own).error();
  auto all = parse_options(own->rest);
  if (!all) return std::move(all).error();
  address out;
  if (own->log) out.log_ = *own->log;
  if (!is_log_name(out.log_))
    return refused("a log's name is 1 to 48 of a to z, 0 to 9 and _, not beginning with a digit or pg_");
  out.several_hosts_ = names_several_hosts(*all);
  out.connection_ = connection_string(*all);
  out.listening_ = out.connection_;
  out.shown_ = shown_as(*all, out.log_);
  if (own->listen) {
    const auto direct = parse_options(*own->listen);
    if (!direct) return refused("the URL's 'listen' is no address of a PostgreSQL server");
    out.listening_ = connection_string(*direct);
  }
  return out;
}

}  // namespace varve::postgres
