#include <varve/sqlite/verify.hpp>

#include "connection.hpp"
#include "log_with_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace varve::sqlite {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using varve::testing::log_with_events;

constexpr std::size_t events = 60;

/// A log whose first events stand in postings, behind SQLite's back to be damaged.
class damaged_log : public ::testing::Test {
 protected:
  damaged_log() : log_({.merge_every = 20}) { log_.append(events); }

  void change(const std::string& sql) { connection{log_.path(), access::read_write}.execute(sql.c_str()); }

  /// Flips one bit of the first place where `text` stands in the file.
  void flip_bit_of(const std::string& text) {
    std::fstream file{log_.path(), std::ios::binary | std::ios::in | std::ios::out};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    const auto at = bytes.find(text);
    ASSERT_NE(at, std::string::npos);
    file.clear();
    file.seekp(static_cast<std::streamoff>(at)).put(static_cast<char>(bytes[at] ^ 1));
  }

  verification verify() {
    found_.clear();
    return sqlite::verify(log_.path(), {.found = [this](const finding& each) { found_.push_back(each); }});
  }

  static auto finding_of(const std::string& check, std::int64_t at) {
    return ::testing::AllOf(Field(&finding::check, check), Field(&finding::at, position{at}));
  }

  log_with_events log_;
  std::vector<finding> found_;
};

TEST_F(damaged_log, is_sound_before) {
  const auto sum = verify();
  EXPECT_TRUE(sum.sound());
  EXPECT_EQ(sum.events, 60);
  EXPECT_EQ(sum.streams, 6);
  EXPECT_EQ(sum.types, 3);
  EXPECT_GT(sum.chunks, 40);
  EXPECT_THAT(found_, SizeIs(0));
}

TEST_F(damaged_log, never_gives_an_event_of_which_a_bit_has_flipped) {
  flip_bit_of(R"("number":33,)");
  event_store store{log_.path()};
  const auto before = store.read_log(token{}, {}, {.limit = 32}).value();
  EXPECT_EQ(before.size(), 32U);
  const auto read = store.read_log(token{}, {}, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::corrupt);
  EXPECT_THAT(read.error().message, HasSubstr("position 34"));
  EXPECT_EQ(store.read_stream("order-3", revision{0}, {}, {}).error().code, errc::corrupt);
  log_with_events::append(store, events);  // the rest of the log goes on
}

TEST_F(damaged_log, is_told_by_verify_where_a_bit_has_flipped) {
  flip_bit_of(R"("number":33,)");
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(finding_of("event", 34)));
}

TEST_F(damaged_log, refuses_a_page_that_is_not_as_it_was) {
  const auto page =
      connection(log_.path(), access::read_only)
          .integer("SELECT pageno FROM dbstat WHERE name = 'varve_events' AND pagetype = 'leaf' LIMIT 1");
  std::fstream file{log_.path(), std::ios::binary | std::ios::in | std::ios::out};
  file.seekp((page - 1) * 4096).write(std::string(4096, '\x5a').data(), 4096);
  file.close();
  event_store store{log_.path(), {.read_only = true}};
  const auto read = store.read_log(token{}, {}, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::corrupt);
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(Field(&finding::check, "file")));
}

/// Half of each page in turn is overwritten, whatever it holds.
class torn_log : public damaged_log {
 protected:
  template<class Look>
  void each_page_torn(const Look& look) {
    std::ifstream file{log_.path(), std::ios::binary};
    const std::string sound{std::istreambuf_iterator<char>{file}, {}};
    constexpr std::size_t page = 4096;
    for (std::size_t at = page; at < sound.size(); at += page) {
      std::string torn = sound;
      torn.replace(at + page / 2, page / 2, page / 2, 'Z');
      std::ofstream{log_.path(), std::ios::binary} << torn;
      try {
        look(sound.find_first_not_of('\0', at + page / 2) < at + page);
      } catch (const failure& told) {
        EXPECT_EQ(told.code(), errc::corrupt) << told.what();
      }
    }
  }
};

TEST_F(torn_log, gives_nothing_but_what_was_written) {
  each_page_torn([&](bool) {
    event_store store{log_.path(), {.read_only = true}};
    const auto read = store.read_log(token{}, {}, {});
    if (!read) {
      EXPECT_EQ(read.error().code, errc::corrupt);
      return;
    }
    EXPECT_EQ(read->size(), events);
    for (std::size_t i = 0; i < read->size(); ++i)
      EXPECT_THAT((*read)[i].data, HasSubstr("\"number\":" + std::to_string(i) + ','));
  });
}

TEST_F(torn_log, is_called_sound_only_where_nothing_stood_in_the_torn_half) {
  each_page_torn([&](bool held_something) { EXPECT_NE(verify().sound(), held_something); });
}

TEST_F(damaged_log, misses_an_event_that_was_taken_out) {
  change("DELETE FROM varve_events WHERE position = 12");
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(finding_of("position", 12)));
  event_store store{log_.path(), {.read_only = true}};
  EXPECT_EQ(store.read_log(token{}, {}, {}).error().code, errc::corrupt);
}

class changed_event : public damaged_log, public ::testing::WithParamInterface<const char*> {};

TEST_P(changed_event, is_refused_by_its_position) {
  change(std::string("UPDATE varve_events SET ") + GetParam() + " WHERE position = 20");
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(finding_of("event", 20)));
  event_store store{log_.path(), {.read_only = true}};
  const auto read = store.read_log(token{}, {}, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::corrupt);
  EXPECT_THAT(read.error().message, HasSubstr("position 20"));
}

INSTANTIATE_TEST_SUITE_P(by_column, changed_event,
                         ::testing::Values("envelope = substr(envelope, 1, 40)",
                                           "envelope = CAST(envelope || 'x' AS BLOB)", "data = NULL",
                                           "data = x''", "id = substr(id, 1, 15)", "type = type + 1",
                                           "stream = stream + 100"));

TEST_F(damaged_log, calls_an_event_that_must_stand_and_does_not_a_damage) {
  change("DELETE FROM varve_events WHERE position = 12");
  event_store store{log_.path()};
  EXPECT_EQ(store.event_at(position{12}).error().code, errc::corrupt);
  EXPECT_EQ(store.event_at(position{events + 1}).error().code, errc::not_found);
}

TEST_F(damaged_log, is_told_by_verify_of_a_gap_in_a_stream) {
  change("UPDATE varve_events SET revision = revision + 100 WHERE position = 20");
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(finding_of("event", 20)));
}

TEST_F(damaged_log, is_told_by_verify_of_postings_that_lack_an_event) {
  change("DELETE FROM varve_postings WHERE substr(term, 2) = 'number:7'");
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(finding_of("postings", 8)));
}

TEST_F(damaged_log, is_told_by_verify_of_postings_of_which_a_bit_has_flipped) {
  change(
      "UPDATE varve_postings SET differences = zeroblob(length(differences)) "
      "WHERE substr(term, 2) = 'parity:0'");
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(Field(&finding::message, HasSubstr("parity:0"))));
}

TEST_F(damaged_log, is_told_by_verify_of_a_stream_that_hides_more_than_was_deleted) {
  change("UPDATE varve_streams SET first_visible = 3 WHERE name = 'order-2'");
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(Field(&finding::check, "stream")));
}

TEST_F(damaged_log, is_told_by_verify_of_a_stream_deleted_for_ever_that_could_be_written_again) {
  event_store{log_.path()}.append_and_wait(append_request::hard_delete("never"));
  EXPECT_TRUE(verify().sound());
  change("DELETE FROM varve_streams WHERE name = 'never'");
  EXPECT_FALSE(verify().sound());
  EXPECT_THAT(found_, Contains(Field(&finding::message, HasSubstr("never"))));
}

TEST_F(damaged_log, refuses_to_open_when_the_row_of_the_log_is_not_as_it_was_written) {
  change("UPDATE varve_log SET indexed = indexed + 1");
  try {
    const event_store store{log_.path()};
    FAIL() << "it was opened";
  } catch (const failure& problem) {
    EXPECT_EQ(problem.code(), errc::corrupt);
    EXPECT_THAT(problem.what(), HasSubstr("varve_log"));
  }
  EXPECT_FALSE(verify().sound());
}

}  // namespace
}  // namespace varve::sqlite
