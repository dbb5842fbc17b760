#include "sql_guard.hpp"

#include <varve/core/error.hpp>

#include "identifier.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace varve::postgres {
namespace {

bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool goes_on_word(char c) {
  return begins_word(c) || (c >= '0' && c <= '9') || c == '$';
}

/// Words, quoted identifiers and semicolons of a text, one after the other; literals and comments are passed
/// over (PostgreSQL's documentation, "Lexical Structure").
class scanner {
 public:
  explicit scanner(std::string_view sql) : sql_(sql) {}

  /// The next one, folded as PostgreSQL does; empty at the end.
  std::string next() {
    while (at_ < sql_.size()) {
      const char c = sql_[at_];
      if (c == ';') return ++at_, ";";
      if (c == '"') return quoted_identifier();
      if (begins_word(c)) {
        auto word = this->word();
        if (const bool escapes = word == "e";
            (escapes || word == "b" || word == "x" || word == "n") && here('\''))
          skip_literal(escapes);
        else
          return word;
      } else if (c == '\'') {
        skip_literal(false);
      } else if (!skip_comment() && !skip_dollar_quoted()) {
        ++at_;
      }
    }
    return {};
  }

 private:
  [[nodiscard]] bool here(char c) const { return at_ < sql_.size() && sql_[at_] == c; }
  [[nodiscard]] std::string_view rest() const { return sql_.substr(at_); }

  std::string word() {
    const std::size_t from = at_;
    while (at_ < sql_.size() && goes_on_word(sql_[at_])) ++at_;
    return folded(sql_.substr(from, at_ - from));
  }

  std::string quoted_identifier() {
    std::string name;
    for (++at_; at_ < sql_.size(); ++at_) {
      if (here('"') && !rest().starts_with("\"\"")) return ++at_, name;
      if (here('"')) ++at_;
      name += sql_[at_];
    }
    return name;
  }

  void skip_literal(bool escapes) {
    for (++at_; at_ < sql_.size(); ++at_) {
      if (escapes && here('\\')) {
        ++at_;
      } else if (here('\'')) {
        if (!rest().starts_with("''")) return void(++at_);
        ++at_;
      }
    }
  }

  bool skip_comment() {
    if (rest().starts_with("--")) {
      at_ = std::min(sql_.find('\n', at_), sql_.size());
      return true;
    }
    if (!rest().starts_with("/*")) return false;
    int depth = 0;
    do {
      if (rest().starts_with("/*")) {
        ++depth;
        at_ += 2;
      } else if (rest().starts_with("*/")) {
        --depth;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (depth > 0 && at_ < sql_.size());
    return true;
  }

  bool skip_dollar_quoted() {
    if (!here('$')) return false;
    std::size_t end = at_ + 1;
    while (end < sql_.size() && goes_on_word(sql_[end]) && sql_[end] != '$') ++end;
    const bool parameter = end > at_ + 1 && !begins_word(sql_[at_ + 1]);
    if (parameter || end >= sql_.size() || sql_[end] != '$') return false;
    const auto tag = sql_.substr(at_, end + 1 - at_);
    const auto close = sql_.find(tag, end + 1);
    at_ = close == std::string_view::npos ? sql_.size() : close + tag.size();
    return true;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

constexpr std::array<std::string_view, 15> ours{"abort", "begin",    "commit",    "deallocate", "discard",
                                                "end",   "listen",   "notify",    "prepare",    "release",
                                                "reset", "rollback", "savepoint", "set",        "start"};

[[noreturn]] void refuse(const std::string& what) {
  throw failure{
      {errc::invalid_argument, what + ": transactions, settings and tables named `varve_…` are Varve's own"}};
}

}  // namespace

void require_allowed(std::string_view sql) {
  scanner words{sql};
  bool first = true;
  for (auto word = words.next(); !word.empty(); word = words.next()) {
    if (first && std::ranges::find(ours, word) != ours.end())
      refuse("a statement begins with `" + word + "`");
    if (word.starts_with("varve_")) refuse("a statement names `" + word + "`");
    first = word == ";";
  }
}

}  // namespace varve::postgres
