// What a data directory gives back when it is opened again, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include "emulator/store/blob_disk.hpp"
#include "emulator/store/disk.hpp"
#include "emulator/store/disk_format.hpp"
#include "emulator/store/fsck.hpp"
#include "tests/store/support.hpp"
#include "tests/store/support/temporary_directory.hpp"

namespace pail::store::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DiskReopen : public ::testing::Test {
 protected:
  const Path& directory() const { return directory_.path(); }

  std::unique_ptr<Engine> reopen() {
    reports_.clear();
    auto engine = open_disk_engine({directory(), Durability::sync, [this](std::string_view told) {
                                      reports_.emplace_back(told);
                                    }});
    if (!engine) throw std::runtime_error(wire::describe(engine.error()));
    return std::move(engine.value());
  }
  std::string refusal() {
    const auto engine = open_disk_engine({directory()});
    EXPECT_FALSE(engine);
    return engine ? "" : std::string(*engine.error().message());
  }

  void sql(const std::string& statements) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((directory() / database_name).c_str(), &database), SQLITE_OK);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &error), SQLITE_OK)
        << (error != nullptr ? error : "");
    sqlite3_close(database);
  }
  std::uint64_t count(const std::string& query) {
    sqlite3* database = nullptr;
    sqlite3_open((directory() / database_name).c_str(), &database);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, query.c_str(), -1, &statement, nullptr);
    sqlite3_step(statement);
    const auto number = static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
  }
  std::vector<Path> blob_files() const {
    std::vector<Path> files;
    for (const auto& item : std::filesystem::recursive_directory_iterator(directory() / "blobs")) {
      if (item.is_regular_file()) files.push_back(item.path());
    }
    return files;
  }
  std::vector<std::string> fsck_findings() {
    std::vector<std::string> findings;
    const auto report = fsck({directory()}, [&](const Finding& finding) {
      findings.push_back(std::string(name(finding.kind)) + " " + finding.key);
    });
    EXPECT_TRUE(report);
    return findings;
  }

  TemporaryDirectory directory_;
  std::vector<std::string> reports_;
};

bool is_at_hand(const Blob& blob) {
  std::vector<std::byte> scratch;
  return blob.read_at_once(0, 1, scratch).has_value();
}

void put_body(Space& space, std::string_view key, std::size_t size, unsigned seed) {
  put(space, key, make_entry("record", {make_blob(space, pattern(size, seed))}));
}
std::string body_of(const Space& space, std::string_view key) {
  return blob_text(*entry_of(space, key)->blobs()[0], 1u << 20);
}

TEST_F(DiskReopen, WhatWasToBeDroppedLaterIsNotThereAnyMore) {
  {
    const auto engine = reopen();
    for (const std::string_view name : {"a", "b", "c"})
      put_body(*open(*engine, name), "key", 10, 1);
    engine->drop_later("a");
    engine->drop_later("c");
  }
  EXPECT_THAT(reopen()->names(), ElementsAre("b"));
  EXPECT_EQ(count("SELECT count(*) FROM spaces"), 1U);
}

TEST_F(DiskReopen, BodiesAreAtHandOnceTheyWereRead) {
  const auto at_hand = [](Space& space, std::string_view key) {
    return is_at_hand(*entry_of(space, key)->blobs().front());
  };
  constexpr std::size_t small = 1000, large = body_row_bytes_max + 1;
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    put_body(*space, "small", small, 1);
    put_body(*space, "large", large, 2);
    EXPECT_TRUE(at_hand(*space, "small"));
    EXPECT_FALSE(at_hand(*space, "large")) << "a file is never";
  }
  const auto engine = reopen();
  const auto space = open(*engine, "world");
  EXPECT_FALSE(at_hand(*space, "small"));
  const EntryPtr entry = entry_of(*space, "small");
  EXPECT_EQ(blob_text(*entry->blobs().front(), small), pattern(small, 1));
  std::vector<std::byte> scratch;
  const auto piece = entry->blobs().front()->read_at_once(10, 20, scratch);
  ASSERT_TRUE(piece);
  EXPECT_EQ(wire::as_text(piece->value()), pattern(small, 1).substr(10, 20));
  EXPECT_TRUE(entry->blobs().front()->read_at_once(small, 20, scratch)->value().empty());
}

TEST_F(DiskReopen, GivesBackEntriesAndBodiesOfEverySize) {
  const std::size_t sizes[] = {0, 1, 1000, 65'536, 65'537, 3'000'000};
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    put(*space, std::string("\0odd\xff", 5), "value");
    for (const std::size_t size : sizes) put_body(*space, std::to_string(size), size, 1);
  }
  const auto engine = reopen();
  EXPECT_THAT(engine->names(), ElementsAre("world"));
  const auto space = open(*engine, "world");
  EXPECT_EQ(get(*space, std::string("\0odd\xff", 5)), "value");
  for (const std::size_t size : sizes) {
    EXPECT_TRUE(body_of(*space, std::to_string(size)) == pattern(size, 1)) << size;
  }
  EXPECT_THAT(reports_, IsEmpty());
}

TEST_F(DiskReopen, KeepsForksApartAndWhatWasDroppedGone) {
  Texts in_source;
  Texts in_fork;
  {
    const auto engine = reopen();
    const auto source = open(*engine, "source");
    for (std::size_t i = 0; i < 100; ++i) put(*source, numbered("k", i), "base");
    const auto forked = fork(*engine, *source, "fork");
    put(*source, numbered("k", 1), "source");
    erase(*source, numbered("k", 2));
    put(*forked, numbered("k", 3), "fork");
    erase(*forked, numbered("k", 4));
    auto doomed = fork(*engine, *forked, "doomed");
    put(*doomed, "more", "x");
    drop(*engine, doomed, "doomed");
    in_source = everything(*source);
    in_fork = everything(*forked);
  }
  const auto engine = reopen();
  EXPECT_THAT(engine->names(), ElementsAre("fork", "source"));
  EXPECT_EQ(everything(*open(*engine, "source")), in_source);
  EXPECT_EQ(everything(*open(*engine, "fork")), in_fork);
  EXPECT_LT(engine->entry_count(), 105u) << "what forks share is held once";
}

TEST_F(DiskReopen, ForkIsThreeRowsHoweverLargeItsSource) {
  const auto engine = reopen();
  const auto source = open(*engine, "source");
  for (std::size_t i = 0; i < 1000; ++i) put(*source, numbered("k", i), "base");
  const auto first = fork(*engine, *source, "first");
  EXPECT_EQ(count("SELECT count(*) FROM entries"), 1000u);
  EXPECT_EQ(count("SELECT count(*) FROM layers"), 3u);
  const auto second = fork(*engine, *source, "second");
  EXPECT_EQ(count("SELECT count(*) FROM layers"), 4u) << "nothing was written in between";
}

TEST_F(DiskReopen, LongChainsOfLayersAreFoldedAndShowTheSame) {
  Texts expected;
  {
    const auto engine = reopen();
    auto space = open(*engine, "0");
    for (std::size_t i = 0; i < 50; ++i) {
      put(*space, numbered("k", i), "x");
      if (i > 0) erase(*space, numbered("k", i - 1));
      auto next = fork(*engine, *space, std::to_string(i + 1));
      drop(*engine, space, std::to_string(i));
      space = std::move(next);
    }
    put(*space, "last", "x");
    expected = everything(*space);
  }
  for (unsigned openings = 0; openings < 3; ++openings) {
    const auto engine = reopen();
    EXPECT_EQ(everything(*open(*engine, "50")), expected);
  }
  EXPECT_THAT(fsck_findings(), IsEmpty());
}

TEST_F(DiskReopen, RemovesABodyWithItsLastEntryAndNotBefore) {
  const auto engine = reopen();
  auto space = open(*engine, "world");
  put_body(*space, "file", 100'000, 1);
  put(*space, "copy", make_entry("copy", entry_of(*space, "file")->blobs()));
  auto forked = fork(*engine, *space, "fork");
  erase(*space, "file");
  erase(*space, "copy");
  EXPECT_EQ(blob_files().size(), 1u) << "the fork names it";
  EXPECT_TRUE(body_of(*forked, "file") == pattern(100'000, 1));
  drop(*engine, forked, "fork");
  space.reset();
}

TEST_F(DiskReopen, OrderlyEndLeavesNothingThatNobodyNames) {
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    for (unsigned i = 0; i < 20; ++i) {
      put_body(*space, "file", 100'000, i);
      put_body(*space, "row", 1000, i);
    }
    auto writer = space->new_blob();
    ASSERT_TRUE(writer.value()->write(wire::as_bytes(pattern(100'000, 1)))) << "given up";
  }
  EXPECT_EQ(blob_files().size(), 1u);
  EXPECT_EQ(count("SELECT count(*) FROM bodies"), 1u);
  EXPECT_EQ(count("SELECT clean FROM openings"), 1u);
  EXPECT_THAT(fsck_findings(), IsEmpty());
}

TEST_F(DiskReopen, SharedBodyIsOneAgainAndGoesWithItsLastName) {
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    put_body(*space, "a", 100'000, 1);
    put(*space, "b", make_entry("b", entry_of(*space, "a")->blobs()));
  }
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    EXPECT_EQ(entry_of(*space, "a")->blobs()[0], entry_of(*space, "b")->blobs()[0]);
    erase(*space, "a");
    EXPECT_TRUE(body_of(*space, "b") == pattern(100'000, 1));
    erase(*space, "b");
  }
  EXPECT_THAT(blob_files(), IsEmpty());
}

// As an object is that was put together from one part twice.
TEST_F(DiskReopen, BodyThatOneEntryNamesTwiceIsOneAgain) {
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    const BlobPtr blob = make_blob(*space, pattern(100'000, 1));
    put(*space, "twice", make_entry("record", {blob, blob}));
  }
  const auto engine = reopen();
  const auto space = open(*engine, "world");
  const EntryPtr entry = entry_of(*space, "twice");
  ASSERT_EQ(entry->blobs().size(), 2u);
  EXPECT_EQ(entry->blobs()[0], entry->blobs()[1]);
}

TEST_F(DiskReopen, SweepsWhatAKilledProcessLeft) {
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    put_body(*space, "file", 100'000, 1);
    put_body(*space, "row", 1000, 2);
  }
  const Path left = directory() / "blobs" / "00" / "0000010000000077";
  std::filesystem::create_directories(left.parent_path());
  std::ofstream(left) << "half an upload";
  sql("INSERT INTO bodies VALUES (1099511627900, x'00'); UPDATE openings SET clean = 0");
  EXPECT_EQ(fsck_findings().size(), 2u);
  for (unsigned tries = 0; tries < 100 && std::filesystem::exists(left); ++tries) {
    const auto engine = reopen();  // closing it may come before the sweep; the next goes on
    EXPECT_TRUE(body_of(*open(*engine, "world"), "file") == pattern(100'000, 1));
  }
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_EQ(count("SELECT count(*) FROM bodies"), 1u);
  EXPECT_THAT(fsck_findings(), IsEmpty());
}

TEST_F(DiskReopen, DamagedRowIsToldByKeyAndCostsOnlyItself) {
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    for (const char* key : {"a", "b", "c"}) put_body(*space, key, 1000, 1);
  }
  sql("UPDATE entries SET record = x'7265636f7265' WHERE key = CAST('b' AS BLOB)");
  EXPECT_THAT(fsck_findings(), ElementsAre("row-damaged b", "orphan "))
      << "nobody can tell any more what the row named";
  {
    const auto engine = reopen();
    EXPECT_THAT(reports_, ElementsAre(HasSubstr("\"b\"")));
    const auto space = open(*engine, "world");
    EXPECT_EQ(get(*space, "b"), "") << "no record has no text";
    EXPECT_EQ(count("SELECT count(*) FROM bodies"), 3u) << "nothing is swept meanwhile";
    EXPECT_TRUE(body_of(*space, "a") == pattern(1000, 1));
    put(*space, "b", "again");
  }
  EXPECT_EQ(get(*open(*reopen(), "world"), "b"), "again");
  EXPECT_THAT(reports_, IsEmpty());
}

TEST_F(DiskReopen, DamagedBodyIsAnErrorForItsReaderAlone) {
  {
    const auto engine = reopen();
    const auto space = open(*engine, "world");
    put_body(*space, "row", 1000, 1);
    put_body(*space, "file", 100'000, 2);
    put_body(*space, "whole", 1000, 3);
  }
  sql("UPDATE bodies SET bytes = zeroblob(1000) WHERE id = (SELECT min(id) FROM bodies)");
  std::filesystem::resize_file(blob_files().at(0), 99'999);
  EXPECT_THAT(fsck_findings(), ElementsAre("body-damaged file", "body-damaged row"));
  const auto engine = reopen();
  const auto space = open(*engine, "world");
  std::vector<std::byte> scratch;
  for (const char* key : {"row", "file"}) {
    const auto read = entry_of(*space, key)->blobs()[0]->read(0, 1u << 20, scratch);
    ASSERT_FALSE(read) << key;
    EXPECT_EQ(read.error().code(), wire::Errc::InternalError);
  }
  EXPECT_TRUE(body_of(*space, "whole") == pattern(1000, 3));
}

TEST_F(DiskReopen, SecondUserIsRefused) {
  auto engine = reopen();
  EXPECT_EQ(refusal(), directory().string() + " is in use by another pail");
  EXPECT_FALSE(fsck({directory()}, [](const Finding&) {}));
  auto space = open(*engine, "world");
  engine.reset();
  EXPECT_THAT(refusal(), HasSubstr("in use")) << "a Space holds it too";
  space.reset();
  reopen();
}

TEST_F(DiskReopen, NewerFormatIsRefusedNamingBoth) {
  reopen();
  sql("PRAGMA user_version = 2");
  EXPECT_EQ(refusal(), directory().string() +
                           " was written in format 2; this version of Pail knows format 1 only");
}

TEST_F(DiskReopen, ForeignDirectoryIsRefusedAndLeftAlone) {
  std::ofstream(directory() / "thesis.txt") << "years of work";
  EXPECT_THAT(refusal(), HasSubstr("is not empty and not a data directory of Pail"));
  EXPECT_FALSE(std::filesystem::exists(directory() / "lock"));
  std::filesystem::remove(directory() / "thesis.txt");
  sql("CREATE TABLE theirs (a)");
  EXPECT_THAT(refusal(), HasSubstr("not Pail's"));
}

TEST_F(DiskReopen, InterruptedFirstStartIsNoObstacle) {
  std::ofstream(directory() / "pail.sqlite.new") << "half a database";
  std::ofstream(directory() / "lock");
  const auto engine = reopen();
  put(*open(*engine, "world"), "key", "value");
}

TEST_F(DiskReopen, DirectoryIsMadeWhenThereIsNone) {
  const Path deeper = directory() / "data";
  EXPECT_TRUE(open_disk_engine({deeper}));
  EXPECT_FALSE(open_disk_engine({directory() / "no" / "parent"}));
}

}  // namespace
}  // namespace pail::store::testing
