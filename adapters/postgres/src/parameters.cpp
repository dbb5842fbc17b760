#include "parameters.hpp"

#include "big_endian.hpp"

#include <array>
#include <limits>

namespace varve::postgres {
namespace {

constexpr int binary_format = 1;
constexpr std::size_t null_begin = std::numeric_limits<std::size_t>::max();

std::uint32_t array_oid(type_oid element) {
  switch (element) {
    case type_oid::boolean: return 1000;
    case type_oid::bytes: return 1001;
    case type_oid::int4: return 1007;
    case type_oid::text: return 1009;
    case type_oid::int8: return 1016;
    case type_oid::uuid: break;
  }
  return 2951;
}

}  // namespace

std::string_view bytes_of(const uuid& value) {
  return {reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()};
}

std::string_view bytes_of(const digest& value) {
  return {reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()};
}

void array_parameter::add_or_null(std::string_view bytes) {
  if (bytes.empty()) return add_null();
  add(bytes);
}

void array_parameter::add(std::int64_t number) {
  ++size_;
  if (element_ == type_oid::int4) {
    append_big_endian(elements_, std::int32_t{sizeof(std::int32_t)});
    append_big_endian(elements_, static_cast<std::int32_t>(number));
  } else {
    append_big_endian(elements_, std::int32_t{sizeof(std::int64_t)});
    append_big_endian(elements_, number);
  }
}

void array_parameter::add(std::string_view bytes) {
  ++size_;
  append_big_endian(elements_, static_cast<std::int32_t>(bytes.size()));
  elements_.append(bytes);
}

void array_parameter::add(const uuid& value) {
  add(bytes_of(value));
}

void array_parameter::add_null() {
  ++size_;
  has_null_ = true;
  append_big_endian(elements_, std::int32_t{-1});
}

void parameters::begin(std::uint32_t type) {
  types_.push_back(type);
  formats_.push_back(binary_format);
  begins_.push_back(bytes_.size());
}

void parameters::end(std::size_t from) {
  lengths_.push_back(static_cast<int>(bytes_.size() - from));
}

void parameters::add(bool value) {
  begin(static_cast<std::uint32_t>(type_oid::boolean));
  bytes_.push_back(value ? '\1' : '\0');
  end(begins_.back());
}

void parameters::add(std::int64_t number) {
  begin(static_cast<std::uint32_t>(type_oid::int8));
  append_big_endian(bytes_, number);
  end(begins_.back());
}

void parameters::add(std::int32_t number) {
  begin(static_cast<std::uint32_t>(type_oid::int4));
  append_big_endian(bytes_, number);
  end(begins_.back());
}

void parameters::add(std::string_view text) {
  begin(static_cast<std::uint32_t>(type_oid::text));
  bytes_.append(text);
  end(begins_.back());
}

void parameters::add(const uuid& value) {
  begin(static_cast<std::uint32_t>(type_oid::uuid));
  bytes_.append(bytes_of(value));
  end(begins_.back());
}

void parameters::add_bytes(std::string_view bytes) {
  begin(static_cast<std::uint32_t>(type_oid::bytes));
  bytes_.append(bytes);
  end(begins_.back());
}

void parameters::add_null_bytes() {
  begin(static_cast<std::uint32_t>(type_oid::bytes));
  begins_.back() = null_begin;
  lengths_.push_back(0);
}

// Dimensions, whether there are NULLs, the elements' type; then for the one dimension its size and where it
// begins.
void parameters::add(const array_parameter& array) {
  begin(array_oid(array.element()));
  append_big_endian(bytes_, std::int32_t{array.empty() ? 0 : 1});
  append_big_endian(bytes_, std::int32_t{array.has_null() ? 1 : 0});
  append_big_endian(bytes_, static_cast<std::int32_t>(array.element()));
  if (!array.empty()) {
    append_big_endian(bytes_, array.size());
    append_big_endian(bytes_, std::int32_t{1});
    bytes_.append(array.elements());
  }
  end(begins_.back());
}

std::vector<const char*> parameters::values() const {
  std::vector<const char*> out;
  out.reserve(begins_.size());
  for (const std::size_t begin : begins_)
    out.push_back(begin == null_begin ? nullptr : bytes_.data() + begin);
  return out;
}

}  // namespace varve::postgres
