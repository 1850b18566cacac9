#include "emulator/world/journal_tape.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace pail::world {
namespace {

// Ours: some eighty usual notes. A longer one gets a block for itself.
constexpr std::size_t block_bytes = 64 * 1024;

using Length = std::uint32_t;

constexpr std::size_t aligned(std::size_t bytes) noexcept {
  return (bytes + alignof(std::max_align_t) - 1) & ~(alignof(std::max_align_t) - 1);
}

std::byte* put(std::byte* to, const void* from, std::size_t bytes) noexcept {
  if (bytes > 0) std::memcpy(to, from, bytes);
  return to + bytes;
}

}  // namespace

// Behind it: the texts in the order of JournalTexts::all, then each fault, its length before it.
struct JournalTape::Record {
  Record(const JournalNote& note, std::uint64_t id) noexcept
      : facts(note), bytes(sizeof *this), faults(static_cast<Length>(note.faults.size())) {
    facts.id = id;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      lengths[i] = static_cast<Length>((note.*JournalNote::all[i]).size());
      bytes += lengths[i];
    }
    for (const std::string& fault : note.faults) bytes += sizeof(Length) + fault.size();
  }

  JournalFacts facts;
  std::size_t bytes;  // of all of it
  std::array<Length, JournalNote::count> lengths;
  Length faults;
};

void JournalTape::append(const JournalNote& note, std::uint64_t id) {
  static_assert(std::is_trivially_copyable_v<Record>);
  const Record record(note, id);
  std::byte* to = room_for(record.bytes);
  to = put(to, &record, sizeof record);
  for (const auto text : JournalNote::all) {
    to = put(to, (note.*text).data(), (note.*text).size());
  }
  for (const std::string& fault : note.faults) {
    const auto length = static_cast<Length>(fault.size());
    to = put(to, &length, sizeof length);
    to = put(to, fault.data(), fault.size());
  }
  bytes_ += record.bytes;
}

// Where a record of that size goes; it counts as there from now on.
std::byte* JournalTape::room_for(std::size_t bytes) {
  const bool begins_block = blocks_.empty() || used_ + bytes > blocks_.back().size;
  if (begins_block) {
    Block next = bytes <= block_bytes ? std::exchange(spare_, {}) : Block{};
    if (!next.bytes) {
      next.size = std::max(bytes, block_bytes);
      next.bytes = std::make_unique_for_overwrite<std::byte[]>(next.size);
    }
    blocks_.push_back(std::move(next));
    used_ = 0;
  }
  std::byte* const at = blocks_.back().bytes.get() + used_;
  records_.push_back({at, static_cast<std::uint32_t>(bytes), begins_block});
  used_ += aligned(bytes);
  return at;
}

void JournalTape::drop_first() noexcept {
  bytes_ -= records_.front().bytes;
  records_.pop_front();
  if (!records_.empty() && !records_.front().begins_block) return;
  Block& done = blocks_.front();
  if (done.size == block_bytes) spare_ = std::move(done);
  blocks_.pop_front();
}

const JournalTape::Record& JournalTape::record(std::size_t place) const noexcept {
  return *std::launder(reinterpret_cast<const Record*>(records_[place].at));
}

std::size_t JournalTape::find_above(std::uint64_t id) const noexcept {
  if (records_.empty()) return 0;
  const std::uint64_t first = record(0).facts.id;  // ids have no gap
  return id < first ? 0 : std::min<std::uint64_t>(id - first + 1, records_.size());
}

// All but its faults.
JournalNote JournalTape::note(std::size_t place) const noexcept {
  const Record& kept = record(place);
  JournalNote note;
  static_cast<JournalFacts&>(note) = kept.facts;
  const char* text = reinterpret_cast<const char*>(records_[place].at + sizeof kept);
  for (std::size_t i = 0; i < kept.lengths.size(); ++i) {
    note.*JournalNote::all[i] = {text, kept.lengths[i]};
    text += kept.lengths[i];
  }
  return note;
}

JournalEntry JournalTape::entry(std::size_t place) const {
  const JournalNote from = note(place);
  JournalEntry entry = entry_of(from);
  static_assert(JournalNote::all[JournalNote::count - 1] == &JournalNote::detail, "then faults");
  const char* at = from.detail.data() + from.detail.size();
  for (Length left = record(place).faults; left > 0; --left) {
    Length length = 0;
    std::memcpy(&length, at, sizeof length);
    entry.faults.emplace_back(at + sizeof length, length);
    at += sizeof length + length;
  }
  return entry;
}

bool JournalTape::fits(const JournalMatch& match, std::size_t place) const {
  return match.fits(note(place));
}

}  // namespace pail::world
