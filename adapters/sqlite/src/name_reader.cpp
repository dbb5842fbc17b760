#include "name_reader.hpp"

#include "damage.hpp"
#include "stream_row.hpp"

#include <string>
#include <utility>

namespace varve::sqlite {
namespace {

constexpr std::string_view type_columns = "type, name, checksum";

std::string select_block(name_kind kind) {
  const std::string_view columns = kind == name_kind::stream ? stream_columns : type_columns;
  const std::string key = kind == name_kind::stream ? "stream" : "type";
  return std::string("SELECT ").append(columns) + " FROM varve_" + key + "s WHERE " + key + " >= ? AND " +
         key + " < ? ORDER BY " + key;
}

[[noreturn]] void damaged_key(name_kind kind, std::int64_t key) {
  damaged((kind == name_kind::stream ? "the row of stream key " : "the row of type key ") +
          std::to_string(key));
}

/// The name in a row; empty when the row is damaged, which no name is.
std::string_view intact_name(name_kind kind, const rows& row) {
  const std::string_view name = row.text(kind == name_kind::stream ? 5 : 1);
  const bool intact = kind == name_kind::stream ? is_intact(row, name)
                                                : type_checksum(row.integer(0), name) == row.integer(2);
  return intact ? name : std::string_view{};
}

}  // namespace

name_reader::name_reader(const connection& db, name_kind kind, std::shared_ptr<name_cache> shared)
    : kind_(kind), shared_(std::move(shared)), select_(db, select_block(kind)) {}

std::string_view name_reader::find_far(std::int64_t key, std::int64_t number) {
  if (key < 1) damaged_key(kind_, key);
  auto& slot = near_[static_cast<std::size_t>(number) % near_.size()];
  slot = shared_->find(number);
  if (!slot || !slot->find(key)) slot = load(number);
  const auto name = slot->find(key);
  if (!name || name->empty()) damaged_key(kind_, key);
  return *name;
}

std::shared_ptr<const name_block> name_reader::load(std::int64_t number) {
  auto block = std::make_shared<name_block>(number);
  const std::int64_t first = name_block::first_of(number);
  auto row = select_.run(first, first + name_block::keys);
  while (row.next()) {
    const std::int64_t key = row.integer(0);
    while (block->next_key() < key) block->add({});
    block->add(intact_name(kind_, row));
  }
  shared_->put(number, block);
  return block;
}

}  // namespace varve::sqlite
