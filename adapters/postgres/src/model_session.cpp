#include "model_session.hpp"

#include <varve/core/json.hpp>
#include <varve/projections/table_names.hpp>

#include "identifier.hpp"

namespace varve::postgres {
namespace {

/// Hands on to the batch of its table, which outlives it.
class rows_of_batch final : public row_table {
 public:
  rows_of_batch(row_batch& batch, bool writes) : batch_(batch), writes_(writes) {}
  [[nodiscard]] std::optional<std::span<const cell>> find(std::span<const cell> key) override {
    return batch_.find(key);
  }
  void put(std::span<const cell> row) override {
    require_writing();
    batch_.put(row);
  }
  void erase(std::span<const cell> key) override {
    require_writing();
    batch_.erase(key);
  }
  void each(const std::function<void(std::span<const cell>)>& see) override { batch_.each(see); }

 private:
  void require_writing() const {
    if (!writes_) throw failure{{errc::read_only, "the transaction was begun for reading"}};
  }

  row_batch& batch_;
  bool writes_;
};

std::string json_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) {
    if (out.size() > 1) out += ',';
    json::append_string(out, text);
  }
  return out + ']';
}

std::vector<std::string> texts_in(std::string json_text) {
  if (!json::compact(json_text))
    throw failure{{errc::corrupt, "the tables of a generation are not a JSON array: " + json_text}};
  std::vector<std::string> texts;
  for (const auto each : json::view{json_text}) {
    if (auto text = each.text()) texts.push_back(*std::move(text));
  }
  return texts;
}

template<class Field>
std::optional<std::int64_t> number_in(const Field& field) {
  if (field.is_null()) return std::nullopt;
  return field.template as<std::int64_t>();
}

template<class Field>
uuid uuid_in(const Field& field) {
  const auto value = uuid::parse(field.c_str());
  if (!value) throw failure{{errc::corrupt, "a checkpoint holds no UUID: " + std::string{field.c_str()}}};
  return *value;
}

template<class Row>
checkpoint checkpoint_in(const Row& row) {
  return {epoch{uuid_in(row[0])}, position{row[1].template as<std::int64_t>()}, event_id{uuid_in(row[2])},
          row[3].template as<std::int64_t>()};
}

arguments key_of(const checkpoint_key& whose) {
  return arguments::of(whose.consumer, whose.generation, whose.slice);
}

}  // namespace

model_session::model_session(std::unique_ptr<link> on, bool writes, std::string schema, shown_views views,
                             give_back at_end)
    : on_(std::move(on)),
      writes_(writes),
      schema_(std::move(schema)),
      views_(std::move(views)),
      at_end_(std::move(at_end)) {}

model_session::~model_session() {
  if (!process_.valid()) {
    static_cast<void>(on_.release());
    return;
  }
  on_->rollback();
  batches_.clear();
  at_end_(std::move(on_));
}

link& model_session::flushed() {
  for (auto& [table, batch] : batches_) batch.flush();
  return *on_;
}

void model_session::commit() {
  process_.check().value();
  flushed().commit();
}

std::vector<std::string> model_session::projections() {
  std::vector<std::string> names;
  for (const auto& row : on_->run("SELECT projection FROM varve_projections ORDER BY projection", {}))
    names.emplace_back(row[0].c_str());
  return names;
}

projection_record model_session::projection(std::string_view name) {
  projection_record found;
  const auto of = arguments::of(name);
  for (const auto& row :
       on_->run("SELECT live, building, previous FROM varve_projections WHERE projection = $1", of)) {
    found.live = number_in(row[0]);
    found.building = number_in(row[1]);
    found.previous = number_in(row[2]);
  }
  for (const auto& row : on_->run("SELECT generation, version, fingerprint, tables FROM varve_generations "
                                  "WHERE projection = $1 ORDER BY generation",
                                  of)) {
    found.generations.push_back(
        {row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].c_str(), texts_in(row[3].c_str())});
  }
  return found;
}

void model_session::store(std::string_view name, const projection_record& record) {
  on_->run(
      "INSERT INTO varve_projections(projection, live, building, previous) VALUES($1, $2, $3, $4) "
      "ON CONFLICT (projection) DO UPDATE "
      "SET live = EXCLUDED.live, building = EXCLUDED.building, previous = EXCLUDED.previous",
      arguments::of(name, record.live, record.building, record.previous));
  on_->run("DELETE FROM varve_generations WHERE projection = $1", arguments::of(name));
  for (const auto& each : record.generations) {
    on_->run(
        "INSERT INTO varve_generations(projection, generation, version, fingerprint, tables) "
        "VALUES($1, $2, $3, $4, $5)",
        arguments::of(name, each.number, each.version, each.fingerprint, json_list(each.tables)));
  }
}

std::optional<checkpoint> model_session::find(const checkpoint_key& whose) {
  const auto found = on_->run(
      "SELECT epoch, position, event_id, version FROM varve_checkpoints "
      "WHERE projection = $1 AND generation = $2 AND slice = $3",
      key_of(whose));
  if (found.empty()) return std::nullopt;
  return checkpoint_in(found[0]);
}

checkpoint model_session::take_over(const checkpoint_key& whose) {
  auto with = key_of(whose);
  with.add(uuid{}.to_string());
  const auto raised = on_->run(
      "INSERT INTO varve_checkpoints AS stands "
      "(projection, generation, slice, epoch, position, event_id, version) "
      "VALUES($1, $2, $3, $4, 0, $4, 1) ON CONFLICT (projection, generation, slice) "
      "DO UPDATE SET version = stands.version + 1 RETURNING epoch, position, event_id, version",
      with);
  if (raised.empty()) throw failure{{errc::corrupt, "a checkpoint that was raised is not there"}};
  return checkpoint_in(raised[0]);
}

bool model_session::save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) {
  auto with = key_of(whose);
  with.add(read.position.value());
  with.add(read.version);
  with.add(next.epoch.to_string());
  with.add(next.position.value());
  with.add(next.id.to_string());
  return on_->run(
                "UPDATE varve_checkpoints SET epoch = $6, position = $7, event_id = $8 "
                "WHERE projection = $1 AND generation = $2 AND slice = $3 AND position = $4 AND version = $5",
                with)
             .affected_rows() == 1;
}

void model_session::erase(const checkpoint_key& whose) {
  on_->run("DELETE FROM varve_checkpoints WHERE projection = $1 AND generation = $2 AND slice = $3",
           key_of(whose));
}

std::vector<slice_checkpoint> model_session::checkpoints(std::string_view consumer, std::int64_t generation) {
  std::vector<slice_checkpoint> all;
  for (const auto& row : on_->run("SELECT epoch, position, event_id, version, slice FROM varve_checkpoints "
                                  "WHERE projection = $1 AND generation = $2 ORDER BY slice",
                                  arguments::of(consumer, generation)))
    all.push_back({row[4].as<std::int64_t>(), checkpoint_in(row)});
  return all;
}

void model_session::add(const checkpoint_key& whose, const checkpoint& place) {
  auto with = key_of(whose);
  with.add(place.epoch.to_string());
  with.add(place.position.value());
  with.add(place.id.to_string());
  with.add(place.version);
  on_->run(
      "INSERT INTO varve_checkpoints(projection, generation, slice, epoch, position, event_id, version) "
      "VALUES($1, $2, $3, $4, $5, $6, $7)",
      with);
}

relation model_session::relation_of(std::string_view name) {
  const auto found = on_->run(
      "SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
      "WHERE n.nspname = $1 AND c.relname = $2",
      arguments::of(schema_, folded(name)));
  if (found.empty()) return relation::none;
  const std::string_view kind = found[0][0].c_str();
  if (kind == "r" || kind == "p") return relation::table;
  return kind == "v" ? relation::view : relation::other;
}

std::vector<std::string> model_session::tables() {
  std::vector<std::string> names;
  for (const auto& row :
       on_->run("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')",
                arguments::of(schema_)))
    names.emplace_back(row[0].c_str());
  return names;
}

void model_session::show(std::string_view name, std::int64_t generation) {
  views_.show(name, table_name(name, generation));
}

bool model_session::delete_rows(std::string_view table, std::size_t most) {
  const std::string from = identifier(folded(table));
  const auto gone = flushed().run("DELETE FROM " + from + " WHERE ctid = ANY(ARRAY(SELECT ctid FROM " + from +
                                  " LIMIT " + std::to_string(most) + "))");
  return std::cmp_greater_equal(gone.affected_rows(), most);
}

void model_session::drop_table(std::string_view table) {
  flushed().run("DROP TABLE " + identifier(folded(table)));
}

void model_session::create_rows(std::string_view name, const row_shape& shape) {
  on_->run(row_batch::create(table_of(name), shape));
}

std::unique_ptr<row_table> model_session::rows(std::string_view name, const row_shape& shape) {
  const std::string table = table_of(name);
  auto batch = batches_.find(table);
  if (batch == batches_.end()) batch = batches_.try_emplace(table, *on_, table, shape).first;
  return std::make_unique<rows_of_batch>(batch->second, writes_);
}

std::string model_session::table_of(std::string_view name) const {
  return folded(generation_ ? table_name(name, *generation_) : std::string{name});
}

}  // namespace varve::postgres
