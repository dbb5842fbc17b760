#include "companion.hpp"

#include "connection.hpp"
#include "plan.hpp"

#include <iostream>

namespace varve::crash {

void accompany(const place& where) {
  sqlite::event_store log{where.log()};
  sqlite::connection reader{where.log(), sqlite::access::read_only};
  const auto look = [&] {
    reader.execute("BEGIN");
    static_cast<void>(reader.integer("SELECT barriers FROM varve_log"));
  };
  look();
  std::cout << "ready" << std::endl;
  int turn = 0;
  while (std::cin >> turn) {
    const auto done = to_result(log.append_and_wait(guest_step(turn).request)).value();
    std::cout << "guest " << turn << ' ' << done.first.value() << ' ' << done.last.value() << std::endl;
    reader.execute("COMMIT");
    look();
  }
}

}  // namespace varve::crash
