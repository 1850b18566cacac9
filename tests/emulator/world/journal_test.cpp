#include "emulator/world/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/support/threads.hpp"

namespace pail::world {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Entries = std::vector<Journal::EntryPtr>;

JournalEntry entry_of(std::string operation, std::string key = "k") {
  JournalEntry entry;
  entry.operation = std::move(operation);
  entry.bucket = "b";
  entry.key = std::move(key);
  entry.status = 200;
  return entry;
}

std::vector<std::string> keys_of(const Entries& entries) {
  std::vector<std::string> keys;
  for (const auto& entry : entries) keys.push_back(entry->key);
  return keys;
}

std::vector<std::uint64_t> ids_of(const Entries& entries) {
  std::vector<std::uint64_t> ids;
  for (const auto& entry : entries) ids.push_back(entry->id);
  return ids;
}

TEST(JournalMatch, NothingGivenFitsEverything) {
  EXPECT_TRUE(JournalMatch{}.fits(JournalEntry{}));
}

TEST(JournalMatch, EachMemberIsCompared) {
  JournalEntry entry = entry_of("GetObject", "photos/cat.jpg");
  entry.code = "NoSuchKey";
  entry.access_key = "AKID";
  entry.status = 404;
  const std::vector<std::pair<JournalMatch, JournalMatch>> fitting_and_not = {
      {{.operation = "GetObject"}, {.operation = "PutObject"}},
      {{.bucket = "b"}, {.bucket = "bb"}},
      {{.key = "photos/cat.jpg"}, {.key = "photos/"}},
      {{.key_prefix = "photos/"}, {.key_prefix = "hotos/"}},
      {{.code = "NoSuchKey"}, {.code = "NoSuchBucket"}},
      {{.access_key = "AKID"}, {.access_key = "AKI"}},
      {{.status = 404}, {.status = 200}},
      {{.kind = "request"}, {.kind = "lifecycle"}},
  };
  for (std::size_t i = 0; i < fitting_and_not.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_TRUE(fitting_and_not[i].first.fits(entry));
    EXPECT_FALSE(fitting_and_not[i].second.fits(entry));
  }
}

TEST(JournalMatch, AllMembersTogetherMustFit) {
  EXPECT_FALSE((JournalMatch{.operation = "GetObject", .status = 404}).fits(entry_of("GetObject")));
}

TEST(Journal, NumbersItsEntriesFromOneInOrder) {
  Journal journal;
  for (const char* key : {"a", "b", "c"}) journal.add(entry_of("GetObject", key));
  const auto page = journal.find({}, 0, 10);
  EXPECT_THAT(ids_of(page.entries), ElementsAre(1, 2, 3));
  EXPECT_THAT(keys_of(page.entries), ElementsAre("a", "b", "c"));
  EXPECT_EQ(page.last_id, 3U);
  EXPECT_EQ(page.dropped, 0U);
}

TEST(Journal, FindsBehindAnIdUpToALimit) {
  Journal journal;
  for (const char* key : {"a", "b", "c", "d"}) journal.add(entry_of("GetObject", key));
  EXPECT_THAT(keys_of(journal.find({}, 1, 2).entries), ElementsAre("b", "c"));
  EXPECT_THAT(keys_of(journal.find({.key = "c"}, 0, 10).entries), ElementsAre("c"));
  EXPECT_THAT(journal.find({}, 4, 10).entries, IsEmpty());
  EXPECT_THAT(journal.find({}, 99, 10).entries, IsEmpty());
}

TEST(Journal, GoesOnCountingAfterItWasCleared) {
  Journal journal;
  journal.add(entry_of("GetObject", "a"));
  journal.clear();
  EXPECT_EQ(journal.find({}, 0, 10).last_id, 1U);
  journal.add(entry_of("GetObject", "b"));
  EXPECT_THAT(ids_of(journal.find({}, 0, 10).entries), ElementsAre(2));
}

TEST(Journal, DropsTheOldestWhenThereAreTooMany) {
  Journal journal;
  for (std::size_t i = 0; i < journal_entries_max + 3; ++i) journal.add(entry_of("GetObject"));
  const auto page = journal.find({}, 0, journal_entries_max + 3);
  EXPECT_EQ(page.entries.size(), journal_entries_max);
  EXPECT_EQ(page.entries.front()->id, 4U);
  EXPECT_EQ(page.dropped, 3U);
}

TEST(Journal, DropsTheOldestWhenTheyAreTooLong) {
  Journal journal;
  constexpr std::size_t long_text = journal_bytes_max / 4;
  for (int i = 0; i < 10; ++i) {
    JournalEntry entry = entry_of("GetObject");
    entry.headers.assign(long_text, 'h');
    journal.add(entry);
  }
  EXPECT_THAT(ids_of(journal.find({}, 0, 10).entries), ElementsAre(8, 9, 10));
  EXPECT_EQ(journal.find({}, 0, 10).dropped, 7U);
}

TEST(Journal, KeepsTheNewestHoweverLong) {
  Journal journal;
  JournalEntry entry = entry_of("GetObject");
  entry.headers.assign(journal_bytes_max + 1, 'h');
  journal.add(entry);
  EXPECT_EQ(journal.size(), 1U);
  journal.add(entry_of("PutObject"));
  EXPECT_THAT(ids_of(journal.find({}, 0, 10).entries), ElementsAre(2));
}

TEST(Journal, WaitReturnsAtOnceWhatIsThere) {
  Journal journal;
  for (const char* key : {"a", "b", "c"}) journal.add(entry_of("PutObject", key));
  EXPECT_THAT(keys_of(journal.wait({.operation = "PutObject"}, 2, 1h)), ElementsAre("a", "b"));
  EXPECT_THAT(journal.wait({}, 0, 1h), IsEmpty());
}

TEST(Journal, WaitGivesWhatThereWasWhenTimeIsOver) {
  Journal journal;
  journal.add(entry_of("PutObject", "a"));
  EXPECT_THAT(keys_of(journal.wait({}, 2, 1ms)), ElementsAre("a"));
  EXPECT_THAT(journal.wait({.key = "other"}, 1, 0ms), IsEmpty());
}

TEST(Journal, WaitEndsWithTheEntryThatMakesItSoMany) {
  Journal journal;
  journal.add(entry_of("PutObject", "a"));
  std::thread adds([&journal] {
    journal.add(entry_of("GetObject", "another"));
    journal.add(entry_of("PutObject", "b"));
  });
  EXPECT_THAT(keys_of(journal.wait({.operation = "PutObject"}, 2, 1h)), ElementsAre("a", "b"));
  adds.join();
}

class JournalWatch : public ::testing::Test {
 protected:
  std::unique_ptr<Journal::Watch> watch(JournalMatch match, std::size_t count) {
    return journal_.watch(std::move(match), count, [this] { ++calls_; });
  }
  Journal journal_;
  int calls_ = 0;
};

TEST_F(JournalWatch, CallsOnceWithTheEntryThatMakesItSoMany) {
  const auto watching = watch({.operation = "PutObject"}, 2);
  journal_.add(entry_of("PutObject", "a"));
  journal_.add(entry_of("GetObject", "x"));
  EXPECT_EQ(calls_, 0);
  EXPECT_THAT(keys_of(watching->found()), ElementsAre("a"));
  journal_.add(entry_of("PutObject", "b"));
  EXPECT_EQ(calls_, 1);
  journal_.add(entry_of("PutObject", "c"));
  EXPECT_EQ(calls_, 1);
  EXPECT_THAT(keys_of(watching->found()), ElementsAre("a", "b"));
}

TEST_F(JournalWatch, CallsAtOnceWhenTheyAreThere) {
  journal_.add(entry_of("PutObject"));
  const auto watching = watch({}, 1);
  EXPECT_EQ(calls_, 1);
}

TEST_F(JournalWatch, CallsNoMoreOnceItIsDropped) {
  watch({}, 1).reset();
  journal_.add(entry_of("PutObject"));
  EXPECT_EQ(calls_, 0);
}

TEST_F(JournalWatch, BeginsAnewWhenTheJournalIsCleared) {
  journal_.add(entry_of("PutObject", "a"));
  const auto watching = watch({}, 2);
  journal_.clear();
  journal_.add(entry_of("PutObject", "b"));
  EXPECT_EQ(calls_, 0);
  journal_.add(entry_of("PutObject", "c"));
  EXPECT_EQ(calls_, 1);
  EXPECT_THAT(keys_of(watching->found()), ElementsAre("b", "c"));
}

TEST_F(JournalWatch, KeepsWhatTheJournalDropsMeanwhile) {
  const auto watching = watch({.key = "early"}, 2);
  journal_.add(entry_of("PutObject", "early"));
  for (std::size_t i = 0; i < journal_entries_max; ++i) journal_.add(entry_of("GetObject"));
  journal_.add(entry_of("PutObject", "early"));
  EXPECT_EQ(calls_, 1);
}

TEST_F(JournalWatch, MayBeDroppedFromWithinItsOwnCall) {
  std::unique_ptr<Journal::Watch> watching;
  std::size_t seen = 0;
  watching = journal_.watch({}, 1, [&] {
    seen = journal_.size();
    watching.reset();
  });
  journal_.add(entry_of("PutObject"));
  EXPECT_EQ(seen, 1U);
  EXPECT_EQ(watching, nullptr);
}

TEST_F(JournalWatch, OthersGoOnWhenOneIsDone) {
  const auto one = watch({}, 1);
  const auto two = watch({}, 2);
  journal_.add(entry_of("PutObject"));
  EXPECT_EQ(calls_, 1);
  journal_.add(entry_of("PutObject"));
  EXPECT_EQ(calls_, 2);
}

TEST(JournalThreads, EveryEntryIsThereOnceAndEveryWaitEnds) {
  Journal journal;
  constexpr int each = 200;
  testing::on_threads(6, [&journal](int thread) {
    if (thread == 0) {
      EXPECT_EQ(journal.wait({.operation = "Op1"}, each, 1h).size(), std::size_t{each});
    } else if (thread == 1) {
      for (int i = 0; i < each; ++i) {
        const auto watching = journal.watch({}, std::size_t(i), [] {});
        EXPECT_LE(watching->found().size(), std::size_t(i));
      }
    } else {
      const std::string operation = thread % 2 == 0 ? "Op0" : "Op1";
      for (int i = 0; i < each; ++i) journal.add(entry_of(operation));
    }
  });
  const auto page = journal.find({}, 0, journal_entries_max);
  ASSERT_EQ(page.entries.size(), std::size_t{4 * each});
  const auto ids = ids_of(page.entries);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(ids.back(), std::uint64_t{4 * each});
}

}  // namespace
}  // namespace pail::world
