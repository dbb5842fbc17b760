#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "output/stream_json.hpp"
#include "output/table.hpp"

#include <algorithm>

namespace varve::cli {
namespace {

constexpr std::size_t page_size = 1000;

class stream_printer {
 public:
  stream_printer(bool json, const console& to)
      : json_(json),
        to_(to),
        table_({{"STREAM"}, {"REVISION", table::align::right}, {"EVENTS", table::align::right}, {"DELETED"}},
               to.out, to.out_terminal) {}

  void print(const std::vector<stream_summary>& streams) {
    for (const auto& one : streams) json_ ? print_json(one) : print_row(one);
    if (!json_) table_.flush();
    to_.out.wait_for_room();
  }

 private:
  void print_json(const stream_summary& one) {
    std::string line;
    append_stream_json(line, one);
    to_.out.write(line);
  }

  void print_row(const stream_summary& one) {
    table_.add({one.stream, std::to_string(one.revision.value()), std::to_string(one.events),
                one.deleted ? "yes" : ""});
  }

  const bool json_;
  const console& to_;
  table table_;
};

}  // namespace

result<exit_code> run(const streams_command& asked, const console& to) {
  const auto store = open_store(asked.store, {.read_only = true});
  if (!store) return store.error();
  stream_printer printer{asked.json, to};
  std::size_t left = asked.limit ? static_cast<std::size_t>(*asked.limit) : SIZE_MAX;
  stream_range range{asked.prefix, asked.after, 0};
  while (true) {
    range.limit = std::min(left, page_size);
    const auto listing = (*store)->list_streams(range);
    if (!listing) return listing.error();
    printer.print(listing->streams);
    left -= listing->streams.size();
    if (listing->end || left == 0 || to.stopped()) return exit_code::ok;
    range.after = listing->streams.back().stream;
  }
}

}  // namespace varve::cli
