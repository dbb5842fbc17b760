// The code of choose-a-store-and-durability.md: regions between // [name] and // [/name] stand there word for
// word.

#include <varve/faults.hpp>
#include <varve/sqlite.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace {

/// A folder for one test.
std::filesystem::path new_folder(const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

// [faults]
varve::append_request note(const std::string& text) {
  varve::new_event event;
  event.type = "note.taken";
  event.data = '"' + text + '"';
  return varve::append_request::to("note-1", {event});
}

TEST(notes, survive_a_power_cut_and_a_full_disk) {
  const auto folder = new_folder("varve-notes");
  const auto left = new_folder("varve-notes-left");
  varve::faults::disk disk{folder};
  varve::sqlite::event_store store{folder / "notes.db"};
  ASSERT_TRUE(to_result(store.append_and_wait(note("first"))));

  disk.plan({.at = varve::faults::call::write, .how = varve::faults::failing::full, .for_good = true});
  EXPECT_FALSE(to_result(store.append_and_wait(note("second"))));

  disk.after_power_cut(42, left);  // by the seed 42: each leaves something else of what was not synced
  varve::sqlite::event_store reopened{left / "notes.db"};
  EXPECT_EQ(reopened.info()->events, 1);
}
// [/faults]

}  // namespace
