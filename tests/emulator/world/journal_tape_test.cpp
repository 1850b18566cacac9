#include "emulator/world/journal_tape.hpp"

#include <gtest/gtest.h>

#include <string>

namespace pail::world {
namespace {

// Every text another one, of another length.
JournalEntry full_entry(std::size_t longer_by = 0) {
  JournalEntry entry;
  for (std::size_t i = 0; i < JournalEntry::count; ++i) {
    entry.*JournalEntry::all[i] = std::string(i * 3 + longer_by, static_cast<char>('a' + i));
  }
  entry.kind = JournalKind::lifecycle;
  entry.time = wire::Time(std::chrono::seconds(7));
  entry.tls = true;
  entry.status = 404;
  entry.bytes_in = 11;
  entry.bytes_out = 13;
  entry.duration = std::chrono::microseconds(17);
  entry.faults = {"one", "", "three"};
  return entry;
}

void expect_same(const JournalEntry& kept, const JournalEntry& entry) {
  for (std::size_t i = 0; i < JournalEntry::count; ++i) {
    EXPECT_EQ(kept.*JournalEntry::all[i], entry.*JournalEntry::all[i]) << "text " << i;
  }
  EXPECT_EQ(kept.kind, entry.kind);
  EXPECT_EQ(kept.time, entry.time);
  EXPECT_EQ(kept.tls, entry.tls);
  EXPECT_EQ(kept.status, entry.status);
  EXPECT_EQ(kept.bytes_in, entry.bytes_in);
  EXPECT_EQ(kept.bytes_out, entry.bytes_out);
  EXPECT_EQ(kept.duration, entry.duration);
  EXPECT_EQ(kept.faults, entry.faults);
}

TEST(JournalTape, KeepsAllOfANote) {
  JournalTape tape;
  const JournalEntry entry = full_entry();
  JournalNote note = note_of(entry);
  tape.append(note, 1);
  EXPECT_EQ(tape.entry(0).id, 1U);
  expect_same(tape.entry(0), entry);
}

// Notes of half a block and more do not fit together, one beyond a block has one for itself.
TEST(JournalTape, KeepsNotesOfAnyLengthWhileOthersComeAndGo) {
  JournalTape tape;
  std::uint64_t first = 1;
  const auto length_of = [](std::uint64_t id) -> std::size_t { return id * 7919 % 9973; };
  for (std::uint64_t id = 1; id <= 500; ++id) {
    const JournalEntry entry = full_entry(length_of(id));
    tape.append(note_of(entry), id);
    for (; tape.size() > 1 + id % 40; ++first) tape.drop_first();
    for (const std::size_t place : {std::size_t{0}, tape.size() / 2, tape.size() - 1}) {
      SCOPED_TRACE(id);
      ASSERT_EQ(tape.entry(place).id, first + place);
      expect_same(tape.entry(place), full_entry(length_of(first + place)));
    }
  }
}

TEST(JournalTape, CountsTheBytesOfWhatThereIs) {
  JournalTape tape;
  EXPECT_EQ(tape.bytes(), 0U);
  tape.append(note_of(full_entry(100)), 1);
  const std::size_t of_one = tape.bytes();
  EXPECT_GT(of_one, JournalEntry::count * 100);
  tape.append(note_of(full_entry(100)), 2);
  EXPECT_EQ(tape.bytes(), 2 * of_one);
  tape.drop_first();
  tape.drop_first();
  EXPECT_EQ(tape.bytes(), 0U);
  EXPECT_TRUE(tape.empty());
}

TEST(JournalTape, FindsAPlaceByItsId) {
  JournalTape tape;
  EXPECT_EQ(tape.find_above(5), 0U);
  for (std::uint64_t id = 1; id <= 9; ++id) tape.append(note_of(full_entry()), id);
  for (int i = 0; i < 3; ++i) tape.drop_first();
  EXPECT_EQ(tape.find_above(0), 0U);
  EXPECT_EQ(tape.find_above(3), 0U);
  EXPECT_EQ(tape.find_above(4), 1U);
  EXPECT_EQ(tape.find_above(8), 5U);
  EXPECT_EQ(tape.find_above(9), tape.size());
  EXPECT_EQ(tape.find_above(1'000'000), tape.size());
}

}  // namespace
}  // namespace pail::world
