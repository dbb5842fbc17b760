#include <varve/contract/lease_contract.hpp>

#include "in_child.hpp"
#include "memory_lease_fixture.hpp"

namespace varve::contract {

TEST(memory_leases, are_not_used_after_a_fork) {
  memory_leases leases;
  const std::chrono::hours term{1};
  const lease mine = leases.acquire("sales", "ada", term).value();
  EXPECT_TRUE(testing::in_child([&] {
    const auto refused = [](const auto& answer) {
      return !answer && answer.error().code == errc::unsupported;
    };
    return refused(leases.acquire("stock", "ada", term)) && refused(leases.renew({&mine, 1}, term)) &&
           refused(leases.release({&mine, 1})) && refused(leases.list(""));
  }));
  EXPECT_EQ(leases.list("").value().size(), 1U);
}

}  // namespace varve::contract

VARVE_LEASE_CONTRACT(memory, memory_lease_fixture);
