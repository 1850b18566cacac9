// What a journal keeps, written note behind note into blocks of memory that are used again: a note
// costs one copy of its texts and no allocation, and dropping the oldest touches none of it.
//
// Not thread-safe. Empty, it holds no memory to speak of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

#include "emulator/world/journal_entry.hpp"

namespace pail::world {

class JournalTape {
 public:
  // A copy, under that id. Ids are given in rising order.
  void append(const JournalNote& note, std::uint64_t id);
  void drop_first() noexcept;

  bool empty() const noexcept { return records_.empty(); }
  std::size_t size() const noexcept { return records_.size(); }
  // Of all notes there are.
  std::size_t bytes() const noexcept { return bytes_; }
  // The first of those above `id`; size() if there is none.
  std::size_t find_above(std::uint64_t id) const noexcept;
  // By its place, the oldest is 0.
  JournalEntry entry(std::size_t place) const;
  // Whether that one fits; an entry is made only of those that do.
  bool fits(const JournalMatch& match, std::size_t place) const;

 private:
  struct Record;  // its fixed part; the texts follow it
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };
  // All that dropping it needs: the record itself has long left the processor's caches.
  struct Place {
    const std::byte* at;
    std::uint32_t bytes;
    bool begins_block;
  };
  std::byte* room_for(std::size_t bytes);
  const Record& record(std::size_t place) const noexcept;
  JournalNote note(std::size_t place) const noexcept;

  std::deque<Place> records_;
  std::deque<Block> blocks_;  // those that hold records_, in their order; at the last is written
  std::size_t used_ = 0;      // of the last block
  Block spare_;               // of the usual size, or nothing
  std::size_t bytes_ = 0;
};

}  // namespace pail::world
