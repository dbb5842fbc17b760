// What the store says of files that it must not or cannot use, and that nothing is lost over it.

#include <varve/sqlite/event_store.hpp>
#include <varve/sqlite/verify.hpp>

#include "connection.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace varve::sqlite {
namespace {

using ::testing::HasSubstr;

std::string bytes_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

new_event noted(const std::string& text) {
  new_event out;
  out.type = "note.taken";
  out.data = '"' + text + '"';
  return out;
}

append_outcome note(varve::event_store& store, const std::string& text) {
  return store.append_and_wait(append_request::to("note-1", {noted(text)}));
}

/// A child process that answers with 0 when `good` says so.
int in_a_child(const std::function<bool()>& good) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(good() ? 0 : 1);
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

class guarded_file : public ::testing::Test {
 protected:
  [[nodiscard]] error refusal(store_options how = {}) const { return refusal_of(path_, how); }
  [[nodiscard]] static error refusal_of(const std::string& path, const store_options& how = {}) {
    try {
      const event_store store{path, how};
    } catch (const failure& thrown) {
      return thrown.error();
    }
    return {errc{}, "it was opened"};
  }

  /// A log of `count` notes, all in the file itself.
  void fill(int count) const {
    event_store store{path_};
    for (int i = 0; i < count; ++i) to_result(note(store, text(i))).value();
  }

  [[nodiscard]] static std::string text(int i) { return "the note of number " + std::to_string(1000 + i); }

  /// Every event that is given is what was written; answers with how the reading ended.
  [[nodiscard]] errc read_all() const {
    event_store store{path_, {.read_only = true}};
    token at;
    while (true) {
      const auto read = store.read_log(at, {}, {.limit = 10});
      if (!read) return read.error().code;
      for (const auto& event : *read)
        EXPECT_EQ(event.data, '"' + text(static_cast<int>(event.position.value()) - 1) + '"');
      if (read->at_end()) return errc{};
      at = {at.epoch, read->scanned()->position};
    }
  }

  [[nodiscard]] std::int64_t findings() const {
    return verify(path_, {.found = [](const finding&) {}}).findings;
  }

  testing::temporary_folder folder_;
  std::string path_ = folder_.file("log.db");
};

TEST_F(guarded_file, of_another_program_is_refused_and_left_as_it_is) {
  connection{path_, access::create}.execute("CREATE TABLE theirs(a)");
  const std::string before = bytes_of(path_);
  EXPECT_EQ(refusal().code, errc::unsupported);
  EXPECT_THAT(refusal().message, HasSubstr(path_));
  EXPECT_EQ(refusal({.read_only = true}).code, errc::unsupported);
  EXPECT_EQ(bytes_of(path_), before);
}

TEST_F(guarded_file, that_is_no_database_is_refused_and_left_as_it_is) {
  const std::string before(5000, 'x');
  write_bytes(path_, before);
  EXPECT_EQ(refusal().code, errc::unsupported);
  EXPECT_EQ(refusal({.read_only = true}).code, errc::unsupported);
  EXPECT_EQ(bytes_of(path_), before);
}

TEST_F(guarded_file, of_a_newer_format_is_refused_with_both_numbers) {
  fill(1);
  connection{path_, access::read_write}.execute("PRAGMA user_version = 7");
  EXPECT_EQ(refusal().code, errc::unsupported);
  EXPECT_THAT(refusal().message, HasSubstr("format 7"));
  EXPECT_EQ(refusal({.read_only = true}).code, errc::unsupported);
}

TEST_F(guarded_file, that_is_not_there_is_not_made_unless_it_may) {
  EXPECT_EQ(refusal({.create = false}).code, errc::not_found);
  EXPECT_EQ(refusal({.read_only = true}).code, errc::not_found);
  EXPECT_EQ(refusal_of(folder_.file("nowhere/log.db")).code, errc::not_found);
  EXPECT_EQ(refusal_of(folder_.path()).code, errc::unsupported);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(guarded_file, that_may_not_be_written_says_so_and_can_be_read) {
  fill(3);
  std::filesystem::permissions(folder_.path(), std::filesystem::perms{0755});
  std::filesystem::permissions(path_, std::filesystem::perms{0444});
  const auto anybody = [&](const auto& good) {
    return in_a_child([&] { return (::geteuid() != 0 || ::setuid(65534) == 0) && good(); });
  };
  EXPECT_EQ(anybody([&] {
              const error told = refusal();
              return (told.code == errc::read_only || told.code == errc::unavailable) &&
                     told.message.find(path_) != std::string::npos;
            }),
            0);
  EXPECT_EQ(read_all(), errc{});
}

TEST_F(guarded_file, is_not_used_in_a_child_and_stays_the_parents) {
  event_store store{path_};
  to_result(note(store, text(0))).value();
  EXPECT_EQ(in_a_child([&] {
              const auto written = note(store, text(1));
              const auto* refused = std::get_if<not_written>(&written);
              const auto unsupported = [](const auto& answer) {
                return !answer && answer.error().code == errc::unsupported;
              };
              return refused != nullptr && refused->why.code == errc::unsupported &&
                     unsupported(store.read_log({}, {}, {})) &&
                     unsupported(store.read_stream("note-1", {}, {}, {})) && unsupported(store.info()) &&
                     unsupported(store.find({})) && unsupported(store.list_streams({}));
            }),
            0);
  to_result(note(store, text(1))).value();
  EXPECT_EQ(store.info()->events, 2);
}

TEST_F(guarded_file, with_a_flipped_bit_is_corrupt_where_it_is_read) {
  fill(50);
  std::string bytes = bytes_of(path_);
  const auto at = bytes.find(text(30));
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(findings(), 0);
  bytes[at + 5] = static_cast<char>(bytes[at + 5] ^ 0x10);
  write_bytes(path_, bytes);

  EXPECT_EQ(read_all(), errc::corrupt);
  EXPECT_GT(findings(), 0);
  event_store store{path_};
  const auto read = store.read_log({}, {}, {.limit = 50});
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("31"));
  EXPECT_EQ(store.read_log({}, {}, {.limit = 29}).value().size(), 29U);  // what stands before it
}

TEST_F(guarded_file, with_a_torn_page_never_gives_anything_but_what_was_written) {
  fill(300);
  const std::string sound = bytes_of(path_);
  constexpr std::size_t page = 4096;
  int found = 0;
  for (std::size_t at = page; at < sound.size(); at += page) {
    std::string torn = sound;
    torn.replace(at + page / 2, page / 2, page / 2, '\x5a');
    write_bytes(path_, torn);
    const error opened = refusal({.read_only = true});
    if (opened.code != errc{}) {
      EXPECT_EQ(opened.code, errc::corrupt) << opened.message;
      ++found;
      continue;
    }
    const errc ended = read_all();
    EXPECT_TRUE(ended == errc{} || ended == errc::corrupt);
    if (findings() > 0) ++found;
  }
  constexpr int empty_tables = 2;  // ancestors and postings: there is nothing in them to tear
  EXPECT_EQ(found, static_cast<int>(sound.size() / page) - 1 - empty_tables);
}

/// Appends until the disk is full, makes room, and sends again what was not acknowledged.
void fill_up_and_go_on(const std::string& folder) {
  const std::string path = folder + "/log.db";
  write_bytes(folder + "/ballast", std::string(2'000'000, 'b'));
  event_store store{path};
  append_request last;
  append_outcome outcome;
  std::int64_t written = -1;
  do {
    new_event event = noted(std::string(10'000, 'n'));
    event.id = event_id{uuid::parse("00000000-0000-7000-8000-000000000000").value()};
    event.id->value.bytes[15] = static_cast<std::uint8_t>(++written);
    last = append_request::to("note-1", {event});
    outcome = store.append_and_wait(last);
  } while (std::holds_alternative<appended>(outcome) && written < 250);
  const auto* doubt = std::get_if<unknown>(&outcome);
  const auto* refused = std::get_if<not_written>(&outcome);
  ASSERT_TRUE(doubt || (refused && refused->why.code == errc::unavailable));
  EXPECT_THAT(doubt ? doubt->reason : refused->why.message, HasSubstr("disk is full"));
  EXPECT_EQ(store.info()->events, written);

  std::filesystem::remove(folder + "/ballast");
  while (store.status().now == store_status::state::in_doubt) std::this_thread::yield();
  EXPECT_TRUE(to_result(store.append_and_wait(last)));
  store.close(closing::finish);
  EXPECT_EQ(event_store{path}.info()->events, written + 1);
}

TEST_F(guarded_file, on_a_full_disk_says_so_and_goes_on_once_there_is_room) {
  const std::string folder = folder_.path();
  const int status = in_a_child([&] {
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("small", folder.c_str(), "tmpfs", 0, "size=4m") != 0)
      ::_exit(77);
    fill_up_and_go_on(folder);
    return !HasFailure();
  });
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "a small file system cannot be mounted";
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace varve::sqlite
