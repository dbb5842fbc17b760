#include <varve/eventstore/memory_store.hpp>
#include <varve/sqlite/event_store.hpp>

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace varve::sqlite {
namespace {

/// What a caller can see of an outcome, without ids and times.
std::string describe(const append_outcome& outcome) {
  if (const auto* done = std::get_if<appended>(&outcome)) {
    std::string out =
        "appended " + std::to_string(done->first.value()) + ".." + std::to_string(done->last.value());
    for (const auto& each : done->writes)
      out += ' ' + each.stream + ':' + std::to_string(each.first.value()) + ".." +
             std::to_string(each.last.value());
    return out + (done->replayed ? " replayed" : "") + " @" + std::to_string(done->token.position.value());
  }
  if (const auto* lost = std::get_if<conflict>(&outcome))
    return "conflict " + lost->stream + ' ' + lost->expected.to_string() + ' ' +
           (lost->actual ? std::to_string(lost->actual->value()) : "-") + ' ' +
           (lost->position ? "matched" : "");
  if (const auto* not_done = std::get_if<not_written>(&outcome))
    return "not_written " + not_done->why.message;
  return "unknown";
}

std::string describe(const result<page>& read) {
  if (!read) return read.error().message;
  const page& p = *read;
  std::string out =
      "head " + std::to_string(p.head().position.value()) + " end " + std::to_string(p.at_end());
  if (p.scanned()) out += " scanned " + std::to_string(p.scanned()->position.value());
  if (p.edge()) out += " edge " + std::to_string(p.edge()->position.value());
  if (p.scanned_revision()) out += " revision " + std::to_string(p.scanned_revision()->value());
  for (const auto& e : p)
    out += '\n' + std::to_string(e.position.value()) + ' ' + std::to_string(e.commit.value()) + ' ' +
           std::string(e.stream.name()) + ' ' + std::to_string(e.revision.value()) + ' ' +
           std::string(e.type) + ' ' + std::string(e.content_type) + ' ' + std::string(e.data) + ' ' +
           std::string(e.metadata) + ' ' + std::string(e.tags.packed()) + ' ' + e.content_digest->to_string();
  return out;
}

/// What a consumer gets that follows the edges from `from` to the head.
std::string commits(varve::event_store& store, token from, const filter& which, std::size_t limit) {
  read_options how;
  how.limit = std::max<std::size_t>(limit, 1);
  how.whole_commits = true;
  std::string out;
  for (bool end = false; !end;) {
    const auto read = store.read_log(from, which, how);
    if (!read) return read.error().message;
    for (const auto& e : *read) out += std::to_string(e.position.value()) + ' ';
    end = read->at_end();
    if (!read->edge()) return out + (end ? "" : "no edge");
    const auto ref = store.event_at(read->edge()->position);
    if (!ref || ref->id != read->edge()->id || read->scanned() != read->edge()) return out + "another edge";
    from.position = read->edge()->position;
  }
  return out + "edge " + std::to_string(from.position.value());
}

/// Random requests over few names, so that they meet.
class requests {
 public:
  explicit requests(unsigned seed) : random_(seed) {}

  append_request append() {
    if (below(12) == 0) return change();
    append_request out;
    for (auto i = 1 + below(2); i > 0; --i) out.writes.push_back({stream(), expectation(), events()});
    if (below(5) == 0) out.checks.push_back({stream(), expectation()});
    if (below(3) == 0) out.condition = append_condition{query_of(), {{}, position{below(80)}}};
    if (below(20) == 0) out.writes.clear();
    return out;
  }

  filter which() {
    filter out;
    if (below(3) == 0) out.types = {type(), type()};
    if (below(4) == 0) out.categories = {category()};
    if (below(4) == 0) out.prefix = below(2) == 0 ? category() : stream().name();
    if (below(3) == 0) out.query = query_of();
    return out;
  }

  read_options how() {
    read_options out;
    out.direction = below(2) == 0 ? direction::forward : direction::backward;
    out.limit = static_cast<std::size_t>(below(3) == 0 ? below(4) : 1000);
    return out;
  }

  stream_id stream() { return stream_id(category() + "-" + std::to_string(below(4))); }
  std::int64_t below(int n) { return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_); }

 private:
  append_request change() {
    append_request out = below(3) == 0   ? append_request::truncate(stream(), revision{below(5)})
                         : below(6) == 0 ? append_request::hard_delete(stream(), expectation())
                                         : append_request::soft_delete(stream(), expectation());
    if (below(2) == 0) out.change->id = id();
    return out;
  }

  std::vector<new_event> events() {
    std::vector<new_event> out;
    for (auto n = 1 + below(3); n > 0; --n) {
      new_event e;
      e.type = type();
      if (below(2) == 0) e.id = id();
      e.data = below(2) == 0 ? R"({"n": 1})" : "";
      if (e.data.empty()) e.content_type = "text/plain";
      if (below(3) == 0) e.metadata = R"({"actor":"a"})";
      for (auto t = below(3); t > 0; --t) e.tags.add(tag()).value();
      out.push_back(std::move(e));
    }
    return out;
  }

  query query_of() {
    query out;
    for (auto n = below(3); n > 0; --n) {
      query_item item;
      if (below(2) == 0) item.types = {below(8) == 0 ? "$deleted" : type()};
      for (auto t = below(3); t > 0; --t) item.tags.push_back(tag());
      out.items.push_back(item);
    }
    return out;
  }

  event_id id() {
    event_id out;
    out.value.bytes[15] = static_cast<std::uint8_t>(below(250));
    out.value.bytes[6] = static_cast<std::uint8_t>(below(2) * 0x70);
    return out;
  }

  expected expectation() {
    switch (below(6)) {
      case 0: return expected::no_stream();
      case 1: return expected::stream_exists();
      case 2: return revision{below(4)};
      default: return {};
    }
  }

  std::string category() { return std::string(1, static_cast<char>('a' + below(3))); }
  std::string type() { return "type" + std::to_string(below(4)); }
  std::string tag() { return "tag" + std::to_string(below(5)); }

  std::mt19937 random_;
};

class same_as_memory : public ::testing::TestWithParam<unsigned> {};

TEST_P(same_as_memory, whatever_is_asked_in_whatever_order) {
  const testing::temporary_folder folder;
  requests random{GetParam()};
  store_options options;
  options.merge_every = 7;
  options.terms_per_slice = 5;
  options.frames_per_checkpoint = 20;
  memory_store memory;
  auto sqlite = std::make_unique<event_store>(folder.file("log.db"), options);

  for (int step = 0; step < 300; ++step) {
    const append_request request = random.append();
    SCOPED_TRACE(step);
    ASSERT_EQ(describe(sqlite->append_and_wait(request)), describe(memory.append_and_wait(request)));
    const filter which = random.which();
    read_options how = random.how();
    const token from{{}, position{random.below(200)}};
    ASSERT_EQ(describe(sqlite->read_log(from, which, how)), describe(memory.read_log(from, which, how)));
    const stream_id stream = random.below(10) == 0 ? stream_id("$streams") : random.stream();
    const revision start{random.below(8)};
    ASSERT_EQ(describe(sqlite->read_stream(stream, start, which, how)),
              describe(memory.read_stream(stream, start, which, how)));
    ASSERT_EQ(commits(*sqlite, from, which, how.limit), commits(memory, from, which, how.limit));
    if (step % 40 == 39) {
      sqlite.reset();
      sqlite = std::make_unique<event_store>(folder.file("log.db"), options);
    }
    if (step % 10 == 0) {
      const stream_range range{random.below(2) == 0 ? "" : "b", "",
                               static_cast<std::size_t>(random.below(10))};
      const auto a = sqlite->list_streams(range);
      const auto b = memory.list_streams(range);
      ASSERT_TRUE(a) << a.error().message;
      ASSERT_EQ(a->end, b->end);
      ASSERT_EQ(a->streams.size(), b->streams.size());
      for (std::size_t i = 0; i < a->streams.size(); ++i) {
        EXPECT_EQ(a->streams[i].stream, b->streams[i].stream);
        EXPECT_EQ(a->streams[i].revision, b->streams[i].revision);
        EXPECT_EQ(a->streams[i].events, b->streams[i].events);
        EXPECT_EQ(a->streams[i].deleted, b->streams[i].deleted);
      }
      const auto info = sqlite->info();
      ASSERT_TRUE(info) << info.error().message;
      EXPECT_EQ(info->events, memory.info()->events);
      EXPECT_EQ(info->streams, memory.info()->streams);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(seeds, same_as_memory, ::testing::Range(1U, 11U));

}  // namespace
}  // namespace varve::sqlite
