#include "command_line.hpp"

#include "input/json_fields.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <ranges>

namespace varve::cli {
namespace {

/// CLI11's own numbers name ranges of 300 digits in their complaints.
const CLI::Validator whole_number{[](std::string& text) -> std::string {
                                    std::int64_t number = 0;
                                    const bool read = CLI::detail::lexical_cast(text, number);
                                    if (read && number >= 0 && number < number_limit) return {};
                                    return "'" + text + "' is not a whole number from 0 to below 2^53";
                                  },
                                  ""};

/// A shell variable that is not set must not pass for an option that is left out.
const CLI::Validator not_empty{[](const std::string& text) {
                                 return text.empty() ? std::string{"is empty; leave it out, or name one"}
                                                     : std::string{};
                               },
                               ""};

/// The commands as CLI11 knows them. What is parsed ends in the structs; the one that was named is `chosen`.
class command_line {
 public:
  command_line() {
    app_.set_version_flag("--version", "varve " VARVE_VERSION);
    app_.require_subcommand(1);
    app_.get_formatter()->column_width(28);
    app_.footer(
        "Exit codes: 0 done, 1 a check failed, 2 usage, 3 conflict, 4 not found, 5 store unavailable,\n"
        "6 corrupt, 7 stale, 130 interrupted. docs/reference/cli.md tells more.");
    add_info();
    add_streams();
    add_stream();
    add_events();
    add_append();
    add_pipe();
    add_projections();
    add_verify();
    add_postgres();
    add_export();
    add_import();
    add_backup();
    add_restore();
    add_doctor();
    add_truncate();
    add_retain();
    add_compact();
  }

  [[nodiscard]] std::variant<command, exit_code> parse(int count, char** words) {
    try {
      app_.parse(count, words);
    } catch (const CLI::ParseError& problem) {
      if (const auto word = stray_word()) return complain("unknown " + *word + "; see varve --help");
      return app_.exit(problem, std::cout, std::cerr) == 0 ? exit_code::ok : exit_code::usage;
    }
    return chosen_();
  }

 private:
  /// A subcommand with the options that all have. Its struct is the answer when it is named.
  template<class Command>
  CLI::App* add(const std::string& name, Command& into, const std::string& what, const std::string& example) {
    return add_to(app_, name, into, what, example);
  }

  template<class Command>
  CLI::App* add_to(CLI::App& parent, const std::string& name, Command& into, const std::string& what,
                   const std::string& example) {
    CLI::App* const sub = parent.add_subcommand(name, what);
    sub->footer("Example:\n  " + example);
    sub->add_option("--store", into.store, "The log: sqlite:PATH, postgres://... or memory:")
        ->required()
        ->type_name("URL");
    sub->add_flag("--json", into.json, "Machine-readable: one JSON object a line");
    sub->parse_complete_callback([this, &into] { chosen_ = [&into] { return command{into}; }; });
    return sub;
  }

  static void add_selection(CLI::App* sub, event_selection& into) {
    sub->add_option("--limit", into.limit, "Show at most N events")->check(whole_number)->type_name("N");
    sub->add_flag("--backward", into.backward, "The latest first");
    sub->add_option("--type", into.types, "Only events of this type; may be repeated")
        ->type_name("TYPE")
        ->allow_extra_args(false);
    sub->add_option("--tag", into.tags, "Only events with this tag; repeated: with all of them")
        ->type_name("TAG")
        ->allow_extra_args(false);
  }

  void add_info() {
    add("info", info_, "What a log is and how far it has come", "varve info --store sqlite:shop.db");
  }

  void add_streams() {
    auto* const sub = add("streams", streams_, "List streams in byte order of their names",
                          "varve streams --store sqlite:shop.db --prefix cart-");
    sub->add_option("--prefix", streams_.prefix, "Only names that begin so")->type_name("TEXT");
    sub->add_option("--after", streams_.after, "Only names behind this one")->type_name("NAME");
    sub->add_option("--limit", streams_.limit, "List at most N streams")->check(whole_number)->type_name("N");
  }

  void add_stream() {
    auto* const sub = add("stream", stream_, "Show the events of one stream",
                          "varve stream --store sqlite:shop.db cart-42 --backward --limit 10");
    sub->add_option("name", stream_.name, "The stream")->required()->type_name("NAME");
    sub->add_option("--from", stream_.from, "Begin at this revision")->check(whole_number)->type_name("N");
    add_selection(sub, stream_);
  }

  void add_events() {
    auto* const sub = add("events", events_, "Show the events of the log",
                          "varve events --store sqlite:shop.db --category cart --from 100 --limit 20 --json");
    sub->add_option("--from", events_.from, "Begin at this position, or at this one of that epoch")
        ->check(not_empty)
        ->type_name("[EPOCH:]N");
    sub->add_option("--category", events_.categories, "Only streams of this category; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    sub->add_option("--prefix", events_.prefix, "Only streams whose names begin so")->type_name("TEXT");
    auto* const follow = sub->add_flag("--follow", events_.follow, "Go on with what is appended");
    add_selection(sub, events_);
    follow->excludes(sub->get_option("--backward"));
  }

  void add_append() {
    auto* const sub =
        add("append", append_, "Append one event, or with --stdin one a line",
            "varve append --store sqlite:shop.db --stream cart-42 --type cart.opened --data '{}'\n"
            "  varve append --store sqlite:shop.db --stdin < events.ndjson");
    auto* const lines =
        sub->add_flag("--stdin", from_stdin_,
                      "Read {stream, type, data, id?, expected?, tags?, metadata?, occurred_at?} a "
                      "line; answer each once it is durable")
            ->group("Many events");
    sub->add_option("--concurrency", lines_.concurrency, "Appends in flight with --stdin")
        ->check(CLI::Validator{[](std::string& text) -> std::string {
                                 std::size_t number = 0;
                                 const bool read = CLI::detail::lexical_cast(text, number);
                                 return read && number >= 1 && number <= 8000
                                            ? std::string{}
                                            : "'" + text + "' is not a whole number from 1 to 8000";
                               },
                               ""})
        ->type_name("N")
        ->capture_default_str()
        ->needs(lines)
        ->group("Many events");
    add_event_options(sub);
    sub->parse_complete_callback([this] { chosen_ = [this] { return chosen_append(); }; });
  }

  void add_event_options(CLI::App* sub) {
    const auto option = [&](const char* name, auto& into, const char* what, const char* kind) {
      CLI::Option* const one = sub->add_option(name, into, what)->type_name(kind)->allow_extra_args(false);
      event_options_.push_back(one->group("One event"));
      return one;
    };
    option("--stream", append_.stream, "The stream that it is appended to, required", "NAME");
    option("--type", append_.type, "The event's type, required", "TYPE");
    option("--data", append_.data, "Its data, required", "JSON");
    option("--id", append_.id, "Its id; the same again changes nothing", "UUID")->check(not_empty);
    option("--expected", append_.expected, "any, no_stream, stream_exists or the last revision", "WHAT");
    option("--tag", append_.tags, "A tag; may be repeated", "TAG");
    option("--metadata", append_.metadata, "Its metadata, an object", "JSON")->check(not_empty);
    option("--occurred-at", append_.occurred_at, "When it happened, RFC 3339; absent: now", "TIME")
        ->check(not_empty);
  }

  void add_pipe() {
    add("pipe", pipe_, "Serve requests on standard input, one JSON object a line",
        "varve pipe --store sqlite:shop.db < requests.ndjson");
  }

  void add_projections() {
    auto* const sub = add("projections", projections_, "Show how far read models have come",
                          "varve projections --store sqlite:shop.db --read-model views.db");
    sub->add_option("--read-model", projections_.read_model, "Their database; absent: the log's own")
        ->check(not_empty)
        ->type_name("DATABASE");
    sub->add_option("--max-lag", projections_.most_lag, "Exit 7 when one is more than N events behind")
        ->check(whole_number)
        ->type_name("N");
    add_re_anchor(sub);
  }

  void add_re_anchor(CLI::App* projections) {
    auto* const sub = projections->add_subcommand(
        "re-anchor", "Set a checkpoint that is not of this log to the last place that both share");
    sub->footer(
        "Example:\n  varve projections re-anchor sales --store sqlite:restored.db --read-model views.db");
    sub->add_option("name", re_anchor_.name, "The projection or subscription")->required()->type_name("NAME");
    sub->add_option("--to", re_anchor_.to, "To this position, where what is shared cannot be told")
        ->check(whole_number)
        ->type_name("N");
    sub->fallthrough();
    sub->final_callback([this] {
      static_cast<common_options&>(re_anchor_) = projections_;
      re_anchor_.read_model = projections_.read_model;
      chosen_ = [this] { return command{re_anchor_}; };
    });
  }

  void add_verify() {
    add("verify", verify_, "Check a log against itself, every row of it",
        "varve verify --store sqlite:shop.db");
  }

  void add_postgres() {
    auto* const group =
        app_.add_subcommand("postgres", "Make a log in PostgreSQL, and give roles what they need");
    group->require_subcommand(1);
    auto* const sub =
        add_to(*group, "init", init_, "Make the log that a URL names, unless it stands",
               "varve postgres init --store 'postgres://owner@db/shop?log=orders' --append-role shop");
    sub->add_option("--append-role", init_.append_role, "A role that may append, and read")
        ->type_name("ROLE");
    sub->add_option("--read-role", init_.read_role, "A role that may read")->type_name("ROLE");
    sub->add_flag("--print-sql", init_.print_sql, "Print the statements and run none");
  }

  void add_export() {
    auto* const sub = add("export", export_, "Write a log as lines of JSON, to be imported elsewhere",
                          "varve export --store sqlite:shop.db --to shop.ndjson.zst");
    sub->add_option("--to", export_.to,
                    "A new file, compressed when it ends in .zst; absent: standard output")
        ->check(not_empty)
        ->type_name("FILE");
    sub->add_option("--after", export_.after, "Only what stands behind this position")
        ->check(whole_number)
        ->type_name("N");
  }

  void add_import() {
    auto* const sub = add("import", import_, "Make a log the child of one that was exported",
                          "varve import --store sqlite:moved.db --from shop.ndjson.zst");
    sub->add_option("--from", import_.from, "An export; absent: standard input")
        ->check(not_empty)
        ->type_name("FILE");
  }

  void add_backup() {
    auto* const sub = add("backup", backup_, "Copy a log that may be in use into one file",
                          "varve backup --store sqlite:shop.db --to /backups/shop-2026-11-21");
    sub->add_option("--to", backup_.to, "A new file")->required()->check(not_empty)->type_name("FILE");
  }

  void add_restore() {
    auto* const sub = add("restore", restore_, "Make a new log of a backup",
                          "varve restore --store sqlite:shop.db --from /backups/shop-2026-11-21");
    sub->add_option("--from", restore_.from, "A backup")->required()->check(not_empty)->type_name("FILE");
  }

  void add_doctor() {
    add("doctor", doctor_, "Look at a log and the machine that it lies on",
        "varve doctor --store sqlite:shop.db");
  }

  void add_truncate() {
    auto* const sub = add("truncate", truncate_, "Hide the first events of a stream",
                          "varve truncate --store sqlite:shop.db cart-42 --before 100");
    sub->add_option("stream", truncate_.stream, "The stream")->required()->type_name("NAME");
    sub->add_option("--before", truncate_.before, "The first revision that stays visible")
        ->required()
        ->check(whole_number)
        ->type_name("N");
  }

  void add_retain() {
    auto* const sub = add("retain", retain_, "Hide events of streams that are too many or too old",
                          "varve retain --store sqlite:shop.db --prefix session- --max-age 90d");
    sub->add_option("--prefix", retain_.prefix, "Only streams whose names begin so")->type_name("TEXT");
    sub->add_option("--max-count", retain_.max_count, "Keep the newest N events of each")
        ->check(whole_number)
        ->type_name("N");
    sub->add_option("--max-age", retain_.max_age, "Keep what was recorded within this time, as 90d")
        ->type_name("TIME");
    sub->add_flag("--dry-run", retain_.dry_run, "Count, and write nothing");
  }

  void add_compact() {
    auto* const sub = add("compact", compact_, "Free the space of hidden events; what they were stays known",
                          "varve compact --store sqlite:shop.db");
    sub->add_flag("--shrink", compact_.shrink, "Then rewrite the file smaller; appends wait meanwhile");
  }

  [[nodiscard]] std::variant<command, exit_code> chosen_append() {
    const auto given = [](const CLI::Option* one) { return one->count() > 0; };
    if (from_stdin_) {
      const auto other = std::ranges::find_if(event_options_, given);
      if (other != event_options_.end())
        return complain("--stdin excludes " + (*other)->get_name() + "; see varve append --help");
      static_cast<common_options&>(lines_) = append_;
      return command{lines_};
    }
    const auto needed = event_options_ | std::views::take(3);
    if (std::ranges::all_of(needed, given)) return command{append_};
    return complain("append needs --stream, --type and --data, or --stdin; see varve append --help");
  }

  /// The first word where a command should be named, when it names none.
  [[nodiscard]] std::optional<std::string> stray_word() const {
    const auto unknown = app_.remaining();
    if (!app_.get_subcommands().empty() || unknown.empty()) return std::nullopt;
    return (unknown.front().starts_with('-') ? "option '" : "command '") + unknown.front() + '\'';
  }

  static exit_code complain(const std::string& why) {
    std::cerr << why << '\n';
    return exit_code::usage;
  }

  CLI::App app_{"Varve: an event store in one file, from the command line.", "varve"};
  std::function<std::variant<command, exit_code>()> chosen_;
  info_command info_;
  streams_command streams_;
  stream_command stream_;
  events_command events_;
  append_command append_;
  std::vector<CLI::Option*> event_options_;  // those of one event; the first three are needed
  append_lines_command lines_;
  bool from_stdin_ = false;
  pipe_command pipe_;
  projections_command projections_;
  verify_command verify_;
  postgres_init_command init_;
  export_command export_;
  import_command import_;
  backup_command backup_;
  restore_command restore_;
  re_anchor_command re_anchor_;
  doctor_command doctor_;
  truncate_command truncate_;
  retain_command retain_;
  compact_command compact_;
};

}  // namespace

std::variant<command, exit_code> parse_command_line(int count, char** words) {
  return command_line{}.parse(count, words);
}

}  // namespace varve::cli
