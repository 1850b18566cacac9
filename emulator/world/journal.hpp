// The journal of one world: its last entries, for whoever asks what has happened, and for whoever
// waits for it to happen.
//
// Thread-safe. Bounded by number and by bytes: when it is full the oldest entries go, and
// Page::dropped counts them. An empty journal holds no memory to speak of, since worlds come by the
// thousand. It outlives its watches.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "emulator/world/journal_tape.hpp"

namespace pail::world {

// Ours: what a test may reasonably want to look back on.
inline constexpr std::size_t journal_entries_max = 10'000;
// Ours: three times what so many usual entries take, about 1 KiB each. The longest, with a key of
// 1,024 escaped bytes and 16 KiB of headers, would take twenty times as much.
inline constexpr std::size_t journal_bytes_max = 32 * 1024 * 1024;

class Journal {
 public:
  using EntryPtr = std::shared_ptr<const JournalEntry>;
  struct Page {
    std::vector<EntryPtr> entries;  // oldest first
    std::uint64_t last_id = 0;      // of all entries ever made: pass it as `after` to go on
    std::uint64_t dropped = 0;      // entries that are gone because there were too many
  };

  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void add(const JournalNote& note);
  void add(const JournalEntry& entry) { add(note_of(entry)); }
  // Entries that fit, behind the id `after`, at most `limit`.
  Page find(const JournalMatch& match, std::uint64_t after, std::size_t limit) const;
  // Ids go on counting, and so does dropped. Whoever waits goes on waiting, and begins to count
  // anew.
  void clear();
  std::size_t size() const;

  // Blocks until `count` entries fit (those there already count), or the time is over: whatever
  // fits by then, at most `count`. What was found stays found if the journal drops it meanwhile.
  std::vector<EntryPtr> wait(const JournalMatch& match, std::size_t count,
                             std::chrono::milliseconds timeout) const;

  // The same without a thread: `ready` is called once, from the thread that adds the entry that
  // makes it `count`; at once when they are there. Dropping the Watch ends it: no call after that,
  // and one under way is waited for. `ready` may use the journal and drop the Watch.
  class Watch {
   public:
    virtual ~Watch() = default;
    virtual std::vector<EntryPtr> found() const = 0;
  };
  std::unique_ptr<Watch> watch(JournalMatch match, std::size_t count,
                               std::function<void()> ready) const;

 private:
  class Lookout;
  class LookoutWatch;
  std::vector<std::shared_ptr<Lookout>> show(std::size_t place);
  bool is_full() const noexcept;

  mutable std::mutex mutex_;
  JournalTape tape_;  // ids without a gap
  std::uint64_t last_id_ = 0;
  std::uint64_t dropped_ = 0;
  mutable std::vector<std::shared_ptr<Lookout>> lookouts_;  // those that wait still
};

}  // namespace pail::world
