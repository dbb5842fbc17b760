#include <varve/core/error.hpp>

#include "app/commands.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <functional>
#include <iostream>
#include <map>

namespace shop::app {
namespace {

constexpr int failed = 1;
constexpr int wrong_usage = 2;

/// The commands as the command line knows them; the one that was named runs.
class command_line {
 public:
  command_line() {
    app_.require_subcommand(1);
    app_.footer(
        "Exit codes: 0 done, 1 failed, 2 usage, 4 no such cart or store, 5 store unavailable, 6 corrupt.");
    add_import();
    add_report();
    add_rebuild();
    add_cart();
    add_demo();
    add_generate();
  }

  int run(int count, char** words) {
    try {
      app_.parse(count, words);
    } catch (const CLI::ParseError& problem) {
      return app_.exit(problem) == 0 ? 0 : wrong_usage;
    }
    return chosen_();
  }

 private:
  template<class Command>
  CLI::App* add(const std::string& name, const std::string& what, Command& into) {
    CLI::App* const sub = app_.add_subcommand(name, what);
    sub->parse_complete_callback([this, &into] { chosen_ = [&into] { return app::run(into); }; });
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
    sub->add_flag("--json", import_.json, "Say what was done as JSON");
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
  std::function<int()> chosen_;
  import_command import_;
  report_command report_;
  rebuild_command rebuild_;
  cart_command cart_;
  demo_command demo_;
  generate_command generate_;
};

int exit_code_of(varve::errc code) {
  switch (code) {
    case varve::errc::invalid_argument: return wrong_usage;
    case varve::errc::not_found: return 4;
    case varve::errc::timeout:
    case varve::errc::unavailable:
    case varve::errc::in_doubt:
    case varve::errc::read_only:
    case varve::errc::unsupported: return 5;
    case varve::errc::corrupt: return 6;
    default: return failed;
  }
}

int main(int count, char** words) {
  try {
    return command_line{}.run(count, words);
  } catch (const varve::failure& problem) {
    std::cerr << "shopping_cart: " << problem.what() << '\n';
    return exit_code_of(problem.code());
  } catch (const std::exception& problem) {
    std::cerr << "shopping_cart: " << problem.what() << '\n';
    return failed;
  }
}

}  // namespace
}  // namespace shop::app

int main(int count, char** words) {
  return shop::app::main(count, words);
}
