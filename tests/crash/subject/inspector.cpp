#include "inspector.hpp"

#include <varve/sqlite/verify.hpp>

#include "connection.hpp"
#include "log_check.hpp"
#include "view_check.hpp"
#include "views.hpp"

namespace varve::crash {
namespace {

class inspection {
 public:
  inspection(const place& where, const acknowledgements& known) : where_(where), known_(known) {}

  bool run() {
    if (!known_.empty()) verify();
    sqlite::event_store log{where_.log(), small_bounds()};
    log_check events{log, known_, out_};
    events.after_the_kill();
    sqlite::database own{where_.view()};
    sqlite::database shared{where_.log()};
    check_views(log, own, polled("view.db"), out_);
    check_views(log, shared, polled("log.db"), out_);
    events.send_again();
    catch_up(log, own);
    catch_up(log, shared);
    verify();
    return out_.sound();
  }

 private:
  void verify() {
    const auto found = sqlite::verify(where_.log(), {.found = [this](const sqlite::finding& each) {
                                        out_.expect(false, "verify: " + each.check + ": " + each.message);
                                      }});
    out_.expect(found.sound(), "verify found " + std::to_string(found.findings) + " faults");
    sqlite::connection view{where_.view(), sqlite::access::create};
    out_.expect(view.text("PRAGMA integrity_check") == "ok", "view.db is damaged");
  }

  [[nodiscard]] std::int64_t polled(const std::string& file) const {
    const auto found = known_.polled.find(file);
    return found == known_.polled.end() ? 0 : found->second;
  }

  void catch_up(event_store& log, sqlite::database& model) {
    view_keeper views{log, model};
    check_views(log, model, views.poll().value(), out_);
    views.rebuild();
    check_views(log, model, log.info().value().head.position.value(), out_);
  }

  const place& where_;
  const acknowledgements& known_;
  findings out_;
};

}  // namespace

bool inspect(const place& where, const acknowledgements& known) {
  return inspection{where, known}.run();
}

}  // namespace varve::crash
