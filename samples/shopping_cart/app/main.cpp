#include <varve/core/error.hpp>

#include "app/commands.hpp"
#include "app/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <functional>
#include <iostream>
#include <stdexcept>

namespace shop::app {
namespace {

/// The commands as the command line knows them; the one that was named runs.
class command_line {
 public:
  command_line() {
    app_.require_subcommand(0, 1);  // none is refused below, behind words that are no command
    app_.footer(
        "Exit codes: 0 done, 1 failed, 2 usage or not the data, 3 conflict, 4 no such file, store or cart, "
        "5 unavailable, 6 corrupt, 7 of another log.");
    add_import();
    add_report();
    add_rebuild();
    add_cart();
    add_demo();
    add_generate();
  }

  exit_code run(int count, char** words) {
    try {
      app_.parse(count, words);
      if (!chosen_) throw CLI::RequiredError{"A command"};
    } catch (const CLI::ParseError& problem) {
      return app_.exit(problem) == 0 ? exit_code::done : exit_code::usage;
    }
    chosen_();
    return exit_code::done;
  }

 private:
  template<class Command>
  CLI::App* add(const std::string& name, const std::string& what, Command& into) {
    CLI::App* const sub = app_.add_subcommand(name, what);
    sub->parse_complete_callback([this, &into] { chosen_ = [&into] { app::run(into); }; });
    return sub;
  }

  static void add_place(CLI::App* sub, place_of_shop& at) {
    sub->add_option("--store", at.store, "The log: sqlite:PATH")->type_name("URL")->capture_default_str();
    sub->add_option("--read-model", at.read_models, "The read models' file; default: the log's, with .views")
        ->type_name("FILE");
  }
  static void add_generator(CLI::App* sub, std::uint64_t& seed, std::size_t& invoices) {
    sub->add_option("--seed", seed, "Made-up data: which")->capture_default_str();
    sub->add_option("--invoices", invoices, "Made-up data: how many invoices")
        ->capture_default_str()
        ->check(CLI::Range(std::size_t{10}, std::size_t{1'000'000}));
  }

  void add_import() {
    auto* const sub = add("import", "Bring order lines into the shop, each exactly once", import_);
    add_place(sub, import_.at);
    sub->add_option("--csv", import_.csv, "Online Retail data, packed by gzip or not; default: made-up data")
        ->type_name("FILE");
    add_generator(sub, import_.seed, import_.invoices);
    sub->add_flag("--json", import_.json, "Say what was done as JSON, and of the way there nothing");
    sub->add_flag("--bar", import_.bar, "Draw the progress bar even when stderr is no terminal");
  }
  void add_report() {
    auto* const sub = add("report", "Show the read models", report_);
    add_place(sub, report_.at);
    sub->add_flag("--json", report_.json, "As JSON");
  }
  void add_rebuild() {
    auto* const sub = add("rebuild", "Build the read models anew beside the live ones, and switch", rebuild_);
    add_place(sub, rebuild_.at);
  }
  void add_cart() {
    auto* const sub = add("cart", "Show a cart, now or as it was", cart_);
    add_place(sub, cart_.at);
    sub->add_option("ID", cart_.id, "The invoice, 536365")->required();
    sub->add_option_function<std::string>(
           "--at", [this](const std::string& text) { cart_.when = time_of(text); },
           "As it was then: 2010-12-01T08:26:00Z")
        ->type_name("TIME");
    sub->add_flag("--json", cart_.json, "As JSON");
  }
  void add_demo() {
    auto* const sub =
        add("demo", "Fill a cart, and rebuild the read models while orders go on arriving", demo_);
    add_place(sub, demo_.at);
  }
  void add_generate() {
    auto* const sub = add("generate", "Write made-up data as CSV to standard output", generate_);
    add_generator(sub, generate_.seed, generate_.invoices);
  }

  static varve::timestamp time_of(const std::string& text) {
    const auto time = varve::parse_time(text);
    if (!time) throw CLI::ValidationError("--at", time.error().message);
    return *time;
  }

  CLI::App app_{"A shop on an event log: orders become events, events become read models.", "shopping_cart"};
  std::function<void()> chosen_;
  import_command import_;
  report_command report_;
  rebuild_command rebuild_;
  cart_command cart_;
  demo_command demo_;
  generate_command generate_;
};

exit_code run(int count, char** words) {
  const exit_code ended = command_line{}.run(count, words);
  if (!std::cout.flush()) throw std::runtime_error("cannot write the output");
  return ended;
}

exit_code complain(const std::exception& problem, exit_code code) {
  std::cerr << "shopping_cart: " << problem.what() << '\n';
  return code;
}

exit_code main(int count, char** words) {
  try {
    return run(count, words);
  } catch (const varve::failure& problem) {
    return complain(problem, exit_code_of(problem.code()));
  } catch (const std::exception& problem) {
    return complain(problem, exit_code::failed);
  }
}

}  // namespace
}  // namespace shop::app

int main(int count, char** words) {
  return static_cast<int>(shop::app::main(count, words));
}
