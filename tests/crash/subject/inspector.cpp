#include "inspector.hpp"

#include <varve/sqlite/verify.hpp>

#include "connection.hpp"
#include "log_check.hpp"
#include "view_check.hpp"
#include "views.hpp"

namespace varve::crash {
namespace {

void verify(const place& where, findings& out) {
  const auto found = sqlite::verify(where.log(), {.found = [&](const sqlite::finding& each) {
                                      out.expect(false, "verify: " + each.check + ": " + each.message);
                                    }});
  out.expect(found.sound(), "verify found " + std::to_string(found.findings) + " faults");
  sqlite::connection view{where.view(), sqlite::access::create};
  out.expect(view.text("PRAGMA integrity_check") == "ok", "view.db is damaged");
}

class inspection {
 public:
  inspection(const place& where, const acknowledgements& known, findings& out)
      : where_(where), known_(known), out_(out) {
    events_.after_the_kill();
    check_views(log_, own_, polled("view.db"), out_);
    check_views(log_, shared_, polled("log.db"), out_);
  }

  void go_on() {
    events_.send_again();
    catch_up(own_);
    catch_up(shared_);
  }

 private:
  [[nodiscard]] std::int64_t polled(const std::string& file) const {
    const auto found = known_.polled.find(file);
    return found == known_.polled.end() ? 0 : found->second;
  }

  void catch_up(sqlite::database& model) {
    view_keeper views{log_, model};
    check_views(log_, model, views.poll().value(), out_);
    views.rebuild();
    check_views(log_, model, log_.info().value().head.position.value(), out_);
  }

  const place& where_;
  const acknowledgements& known_;
  findings& out_;
  sqlite::event_store log_{where_.log(), small_bounds(where_.level)};
  sqlite::database own_{where_.view()};
  sqlite::database shared_{where_.log()};
  log_check events_{log_, known_, out_};
};

}  // namespace

void look_at(const place& where, const acknowledgements& known, findings& out) {
  if (!known.empty()) verify(where, out);
  inspection{where, known, out};
}

void inspect(const place& where, const acknowledgements& known, findings& out) {
  if (!known.empty()) verify(where, out);
  inspection{where, known, out}.go_on();
  verify(where, out);
}

}  // namespace varve::crash
