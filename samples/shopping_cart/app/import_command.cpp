#include <varve/url/open_store.hpp>

#include "app/answer.hpp"
#include "app/commands.hpp"
#include "app/progress_bar.hpp"
#include "retail/generator.hpp"
#include "retail/importer.hpp"
#include "views/read_models.hpp"

#include <sys/resource.h>

#include <chrono>
#include <iomanip>
#include <iostream>
#include <stop_token>
#include <thread>
#include <utility>

namespace shop::app {
namespace {

constexpr auto longest_catch_up = std::chrono::minutes{10};

/// What an import did and what it took. Its JSON is what `serialize` names.
struct import_summary {
  std::int64_t rows = 0, accepted = 0, refused = 0, known = 0, events_written = 0, head = 0;
  double seconds_until_imported = 0, seconds = 0, rows_per_second = 0, peak_memory_mb = 0;

  void serialize(auto& ar) {
    ar(CEREAL_NVP(rows), CEREAL_NVP(accepted), CEREAL_NVP(refused), CEREAL_NVP(known),
       CEREAL_NVP(events_written), CEREAL_NVP(head), CEREAL_NVP(seconds), CEREAL_NVP(seconds_until_imported),
       CEREAL_NVP(rows_per_second), CEREAL_NVP(peak_memory_mb));
  }
};

double peak_memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

retail::input input_of(const import_command& asked) {
  if (asked.csv) return retail::file_input(*asked.csv);
  return retail::text_input("made-up data", retail::generated_csv({asked.seed, asked.invoices}));
}

import_summary import_rows(varve::event_store& log, const retail::input& rows, retail::row_counts counts,
                           const import_command& asked) {
  progress_bar bar{"importing", "rows", asked.bar};
  retail::import_watcher watch;
  if (!asked.json || asked.bar) watch = [&](std::int64_t done, std::int64_t of) { bar.show(done, of); };
  const auto result = retail::importer{log, watch}.run(rows, std::move(counts));
  import_summary did;
  did.rows = result.rows;
  did.accepted = result.accepted;
  did.refused = result.refused;
  did.known = result.known;
  did.events_written = result.written;
  return did;
}

/// Imports while the read models follow in a thread of their own; done when these hold everything too.
import_summary import_and_project(const import_command& asked) {
  const auto began = std::chrono::steady_clock::now();
  const auto since = [began] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  const retail::input rows = input_of(asked);
  retail::row_counts counts = retail::count_rows(rows);  // to its end, before there is a store
  const auto log = varve::open_store(asked.at.store).value();
  views::read_models read_models{*log, asked.at.read_models_file()};
  const std::jthread following{[&](const std::stop_token& stop) { read_models.follow(stop); }};

  import_summary did = import_rows(*log, rows, std::move(counts), asked);
  did.seconds_until_imported = since();
  const varve::token head = log->info().value().head;
  read_models.wait_for(head, longest_catch_up).value();
  did.head = head.position.value();
  did.seconds = since();
  did.rows_per_second = static_cast<double>(did.rows) / did.seconds;
  did.peak_memory_mb = peak_memory_mb();
  return did;
}

std::ostream& operator<<(std::ostream& out, const import_summary& did) {
  return out << did.rows << " rows read: " << did.accepted << " accepted, " << did.refused << " refused; "
             << did.known << " of them were known already\n"
             << did.events_written << " events written, the log ends at position " << did.head << '\n'
             << std::fixed << std::setprecision(2) << "in the log after " << did.seconds_until_imported
             << " s, in all read models after " << did.seconds << " s: " << std::setprecision(0)
             << did.rows_per_second << " rows/s, " << did.peak_memory_mb << " MB of memory at most\n";
}

}  // namespace

void run(const import_command& asked) {
  answer(import_and_project(asked), asked.json);
}

void run(const generate_command& asked) {
  std::cout << retail::generated_csv({asked.seed, asked.invoices});
}

}  // namespace shop::app
