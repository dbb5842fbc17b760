// [test]
#include <varve/contract/event_store_contract.hpp>

#include "audited_store.hpp"

namespace shop {

class audited_fixture final : public varve::contract::store_fixture {
 public:
  explicit audited_fixture(const varve::environment& env)
      : env_(env), log_(std::make_shared<varve::memory_log>(*env.random)) {}

  std::unique_ptr<varve::event_store> open() override { return opened({.env = env_}); }
  std::unique_ptr<varve::event_store> open_read_only() override {
    return opened({.read_only = true, .env = env_});
  }
  void begin_epoch(const std::string& cause) override {
    const auto head = varve::memory_store{log_}.info().value().head.position;
    log_ = log_->branch(head, cause, *env_.random);
  }

 private:
  std::unique_ptr<varve::event_store> opened(varve::memory_store_options how) {
    return std::make_unique<audited_store>(std::make_unique<varve::memory_store>(log_, std::move(how)),
                                           [](const varve::append_request&) {});
  }

  varve::environment env_;
  std::shared_ptr<varve::memory_log> log_;
};

}  // namespace shop

VARVE_EVENT_STORE_CONTRACT(audited, shop::audited_fixture);
// [/test]
