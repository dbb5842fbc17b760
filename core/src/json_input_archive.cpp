#include <varve/core/archive/json_input_archive.hpp>
#include <varve/core/name.hpp>

#include "json_grammar.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace varve {

namespace {

using json::grammar::checker;
using json::grammar::is_digit;
using json::grammar::is_space;

/// The index of an object with few members is in the order of the text, which is mostly the order of the
/// questions; that of one with many is sorted by name, so that no text makes it slow.
constexpr bool is_sorted(const auto& members) {
  return members.size() > 16;
}

/// The member of that name, looking from `next` on and then from the beginning.
auto find_from(const auto& members, std::size_t next, std::string_view name) {
  const auto named = [&](const auto& member) { return member.name == name; };
  const auto middle = members.begin() + static_cast<std::ptrdiff_t>(next);
  const auto behind = std::find_if(middle, members.end(), named);
  if (behind != members.end()) return behind;
  const auto before = std::find_if(members.begin(), middle, named);
  return before == middle ? members.end() : before;
}

}  // namespace

inline void json_input_archive::skip_space() {
  while (at_ != end_ && is_space(*at_)) [[unlikely]]
    ++at_;
}

inline bool json_input_archive::take(char mark) {
  skip_space();
  if (at_ == end_ || *at_ != mark) return false;
  ++at_;
  return true;
}

void json_input_archive::begin_input() const {
  if (!is_utf8({begin_, left()})) fail("not valid UTF-8");
}

void json_input_archive::end_input() {
  skip_space();
  if (at_ != end_) fail_at("nothing may follow the value");
}

void json_input_archive::fail_at(const char* problem) const {
  throw archive_error{"not JSON: " + std::string(problem) + " at byte " + std::to_string(at_ - begin_)};
}

bool json_input_archive::take_word(std::string_view word) {
  if (!std::string_view(at_, left()).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

void json_input_archive::open(char bracket, const char* otherwise) {
  if (!take(bracket)) fail(otherwise);
}

void json_input_archive::expect(char mark) {
  if (take(mark)) return;
  const char problem[] = {'e', 'x', 'p', 'e', 'c', 't', 'e', 'd', ' ', mark, '\0'};
  fail_at(problem);
}

bool json_input_archive::next_or_end(list_state& list, char closing) {
  if (take(closing)) return false;
  if (!std::exchange(list.fresh, false) && !take(','))
    fail_at(closing == '}' ? "expected , or }" : "expected , or ]");
  return true;
}

void json_input_archive::read_boolean(bool& value) {
  skip_space();
  value = take_word("true");
  if (!value && !take_word("false")) fail("expected true or false");
}

void json_input_archive::read_nothing() {
  skip_space();
  if (!take_word("null")) fail("expected null");
}

bool json_input_archive::read_presence() {
  skip_space();
  return !take_word("null");
}

json_input_archive::whole_number json_input_archive::read_whole_number() {
  const bool negative = take('-');
  const char* const first = at_;
  std::uint64_t magnitude = 0;
  for (; at_ != end_ && is_digit(*at_); ++at_)
    magnitude = magnitude * 10 + static_cast<std::uint64_t>(*at_ - '0');
  const auto digits = at_ - first;
  if (digits == 0) fail("expected an integer");
  if (*first == '0' && digits > 1) fail_at("a number has no leading zero");
  if (at_ != end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E'))
    fail("expected an integer without fraction and exponent");
  // 19 digits always fit, and more may have overflowed above
  if (digits > 19 && std::from_chars(first, at_, magnitude).ec != std::errc{})
    fail("an integer out of range");
  return {negative, magnitude};
}

/// Reads a number of up to 15 digits without an exponent, as most are: both its digits and the power of ten
/// that divides them are exact, so that the quotient is the nearest double (Clinger 1990). False, and nothing
/// read, for all others.
bool json_input_archive::read_short_decimal(double& value) {
  static constexpr std::array<double, 16> powers{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const char* at = at_;
  std::uint64_t digits = 0;
  const auto run = [&] {
    const char* const first = at;
    for (; at != end_ && is_digit(*at); ++at) digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    return static_cast<std::size_t>(at - first);
  };
  const bool negative = at != end_ && *at == '-';
  if (negative) ++at;
  const char* const first = at;
  const std::size_t whole = run();
  if (whole == 0 || (*first == '0' && whole > 1)) return false;
  std::size_t fraction = 0;
  if (at != end_ && *at == '.') {
    ++at;
    fraction = run();
    if (fraction == 0) return false;
  }
  if (whole + fraction > 15 || (at != end_ && (*at == 'e' || *at == 'E'))) return false;
  value = static_cast<double>(digits) / powers[fraction];
  if (negative) value = -value;
  at_ = at;
  return true;
}

template<class Real>
void json_input_archive::read_decimal(Real& value) {
  checker check{at_, end_, 0};
  if (at_ == end_ || (*at_ != '-' && !is_digit(*at_))) fail("expected a number");
  const char* const problem = check.value();
  if (problem != nullptr) at_ = check.at(), fail_at(problem);
  const auto [stop, error] = std::from_chars(at_, check.at(), value);
  if (error != std::errc{}) fail("a number out of range");
  at_ = check.at();
}

void json_input_archive::read_real(float& value) {
  skip_space();
  read_decimal(value);
}

void json_input_archive::read_real(double& value) {
  skip_space();
  if (!read_short_decimal(value)) read_decimal(value);
}

void json_input_archive::read_string(std::string& out) {
  if (!take('"')) fail("expected text");
  const char* const plain = json::grammar::skip_plain(at_, end_);
  if (plain != end_ && *plain == '"') [[likely]] {
    out.assign(at_, plain);
    at_ = plain + 1;
  } else {
    out.clear();
    read_escaped(out, at_);
  }
}

std::string_view json_input_archive::read_string_view(std::string& scratch) {
  if (!take('"')) fail("expected text");
  const char* const begin = at_;
  const char* const plain = json::grammar::skip_plain(begin, end_);
  if (plain != end_ && *plain == '"') {
    at_ = plain + 1;
    return {begin, plain};
  }
  read_escaped(scratch, begin);
  return scratch;
}

void json_input_archive::read_escaped(std::string& out, const char* begin) {
  for (at_ = begin;;) {
    const char* const plain = json::grammar::skip_plain(at_, end_);
    out.append(at_, plain);
    at_ = plain;
    if (at_ == end_) fail_at("the text ends inside a string");
    if (*at_ == '"') break;
    if (*at_ != '\\') fail_at("a control character must be escaped");
    if (const char* problem = json::grammar::append_escape(out, at_, end_)) fail(problem);
  }
  ++at_;
}

void json_input_archive::read_timestamp(timestamp& value) {
  std::string scratch;
  const auto at = parse_time(read_string_view(scratch));
  if (!at) fail("expected a time of RFC 3339 within 1677 to 2262");
  value = *at;
}

void json_input_archive::read_uuid(uuid& value) {
  std::string scratch;
  const auto id = uuid::parse(read_string_view(scratch));
  if (!id) fail("expected a UUID");
  value = *id;
}

json_input_archive::list_state json_input_archive::begin_sequence() {
  open('[', "expected an array");
  return {};
}

void json_input_archive::next_fixed(list_state& list) {
  if (!more(list)) fail("the array is too short");
}

void json_input_archive::end_fixed(list_state& list) {
  if (more(list)) fail("the array is too long");
}

std::uint64_t json_input_archive::read_variant_index() {
  if (!begin_member("index")) fail("is missing");
  std::uint64_t index = 0;
  read_integer(index);
  return index;
}

void json_input_archive::begin_variant_value() {
  if (!begin_member("value")) fail("is missing");
}

void json_input_archive::begin_object(object_state& opening) {
  open('{', "expected an object");
  opening.outer = std::exchange(object_, &opening);
  opening.begin = at_;
}

void json_input_archive::end_object(object_state& closing) {
  object_ = closing.outer;
  if (!closing.indexed && take('}')) return;
  if (!closing.indexed) index_members(closing);
  at_ = closing.end;
  members_.resize(closing.first);
}

/// Finds a member that does not simply come next; false when there is none of that name.
bool json_input_archive::find_member(std::string_view name) {
  object_state& object = *object_;
  if (!object.indexed) {
    skip_space();
    if (at_ != end_ && *at_ == '}') return false;
    index_members(object);
  }
  const auto members = std::span(members_).subspan(object.first);
  const auto found = is_sorted(members) ? std::ranges::lower_bound(members, name, {}, &member::name)
                                        : find_from(members, object.next, name);
  if (found == members.end() || found->name != name) return false;
  object.next = static_cast<std::size_t>(found - members.begin()) + 1;
  at_ = found->value;
  return true;
}

/// Checks the whole object, from its first member on, and notes where each stands.
void json_input_archive::index_members(object_state& object) {
  object.indexed = true;
  if (members_.empty()) members_.reserve(16);
  object.first = members_.size();
  checker check{object.begin, end_, member_path::deepest - path_.depth()};
  const auto sound = [&](const char* problem) {
    if (problem == nullptr) return;
    at_ = check.at();
    path_.at_none();
    fail_at(problem);
  };
  check.skip_space();
  if (!check.take('}')) {
    do {
      sound(check.name());
      const std::string_view name = check.string_checked();
      members_.push_back({check.string_has_escapes() ? name_as_meant(name) : name, check.at()});
      sound(check.value());
      check.skip_space();
    } while (check.take(','));
    if (!check.take('}')) sound("expected , or }");
  }
  object.end = check.at();
  refuse_repeated(std::span(members_).subspan(object.first));
}

std::string_view json_input_archive::name_as_meant(std::string_view spelt) {
  std::string meant;
  const char* at = spelt.data();
  const char* const end = at + spelt.size();
  while (at != end) {
    const char* const plain = json::grammar::skip_plain(at, end);
    meant.append(at, plain);
    at = plain;
    // A lone surrogate is no text: as it is spelt, it equals no name.
    if (at != end && json::grammar::append_escape(meant, at, end) != nullptr) return spelt;
  }
  return unescaped_.emplace_front(std::move(meant));
}

void json_input_archive::refuse_repeated(std::span<member> members) {
  if (is_sorted(members)) {
    std::ranges::sort(members, {}, &member::name);
    const auto twice = std::ranges::adjacent_find(members, {}, &member::name);
    if (twice != members.end()) fail_repeated(twice->name);
    return;
  }
  for (auto at = members.begin(); at != members.end(); ++at)
    if (std::find_if(members.begin(), at, [&](const member& m) { return m.name == at->name; }) != at)
      fail_repeated(at->name);
}

void json_input_archive::fail_repeated(std::string_view name) {
  path_.at_none();
  throw archive_error{is_name(name) ? "the member " + std::string(name) + " stands twice"
                                    : "a member stands twice"};
}

}  // namespace varve
