// must say: deleted
#include "shop.hpp"

namespace events_of_a_temporary_page {

varve::page read();

void use() {
#ifdef FAULT
  for (const auto& event : read().events()) (void)event;
#else
  const auto page = read();
  for (const auto& event : page.events()) (void)event;
#endif
}

}  // namespace events_of_a_temporary_page
