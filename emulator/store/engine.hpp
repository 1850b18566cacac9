// What the house asks of a storage engine: six verbs over ordered entries and immutable blobs. An
// engine knows records and bytes, never S3: all rules stand above it, in emulator/model.
//
//   read   one entry                                 Space::read
//   swap   compare-and-swap entries, all or nothing  Space::swap  <- the commit of every write
//   range  entries in byte order, one moment         Space::range
//   blobs  put, read, drop immutable bytes           Space::new_blob, Blob; dropped with the last
//                                                    entry that names it
//   fork   a second Space that starts as this one    Engine::fork (snapshot, restore, reset)
//   drop   a Space and what only it holds            Engine::drop
//
// Destroying a Space only lets go of it: on disk its entries are there at the next open(), in
// memory they go with the last handle.
//
// THE INDEX ENTRY IS THE TRUTH: bytes go to a fresh blob first, then one swap makes record and blob
// visible together. A blob that no entry names does not exist for anybody.
//
// Ownership: EntryPtr and BlobPtr are counted; whoever holds one may read it for as long as it
// likes, whatever happens to the index meanwhile. Entries own the blobs they name, across forks:
// the last entry that goes takes its blobs along.
//
// Threads: everything here may be called from any thread at once; a Cursor and a BlobWriter belong
// to one.
//
// Errors: InternalError (damage, I/O), ServiceUnavailable (no room). A lost compare is not an
// error.
#pragma once

#include <atomic>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::store {

using wire::Bytes;
using wire::Result;

// Immutable bytes, in pieces.
class Blob {
 public:
  virtual ~Blob() = default;
  virtual std::uint64_t size() const noexcept = 0;
  // A contiguous piece starting at `offset`, at most `bytes_max`, at least one byte before the end,
  // empty at the end. Valid while the caller holds the BlobPtr (memory) or until its next call with
  // the same `scratch` (disk).
  virtual Result<Bytes> read(std::uint64_t offset, std::size_t bytes_max,
                             std::vector<std::byte>& scratch) const = 0;
  // The same from memory; nullopt where a disk would have to be asked.
  virtual std::optional<Result<Bytes>> read_at_once(std::uint64_t offset, std::size_t bytes_max,
                                                    std::vector<std::byte>& scratch) const {
    return read(offset, bytes_max, scratch);
  }
};
using BlobPtr = std::shared_ptr<const Blob>;

// Receives the bytes of one new blob. Destroyed without close(), or after an error: the bytes are
// gone.
class BlobWriter {
 public:
  virtual ~BlobWriter() = default;
  virtual Result<void> write(Bytes piece) = 0;
  virtual Result<BlobPtr> close() = 0;  // once
};

// One value of the index: opaque bytes (store/record.hpp gives them slots) and the blobs they name,
// in order. Immutable. Count, blobs and bytes lie in one allocation: an entry costs 16 bytes beside
// what it says, and reading it touches one place in memory (a shared_ptr to strings and vectors
// took 100 bytes and one cache miss more per object).
class Entry {
 public:
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

  Bytes bytes() const noexcept { return wire::as_bytes(text()); }
  std::string_view text() const noexcept {
    return {reinterpret_cast<const char*>(first_blob() + blob_count_), size_};
  }
  std::span<const BlobPtr> blobs() const noexcept { return {first_blob(), blob_count_}; }

 private:
  friend boost::intrusive_ptr<const Entry> make_entry(std::string_view bytes,
                                                      std::span<const BlobPtr> blobs);
  friend void intrusive_ptr_add_ref(const Entry* entry) noexcept;
  friend void intrusive_ptr_release(const Entry* entry) noexcept;

  Entry(std::string_view bytes, std::span<const BlobPtr> blobs);
  ~Entry();
  const BlobPtr* first_blob() const noexcept { return reinterpret_cast<const BlobPtr*>(this + 1); }

  mutable std::atomic<std::uint32_t> owners_{0};
  std::uint32_t blob_count_;
  std::size_t size_;
};
// Used like a std::shared_ptr<const Entry>; safe to copy and drop on any thread.
using EntryPtr = boost::intrusive_ptr<const Entry>;

EntryPtr make_entry(std::string_view bytes, std::span<const BlobPtr> blobs = {});
inline EntryPtr make_entry(std::string_view bytes, std::initializer_list<BlobPtr> blobs) {
  return make_entry(bytes, std::span<const BlobPtr>(blobs.begin(), blobs.size()));
}

inline void intrusive_ptr_add_ref(const Entry* entry) noexcept {
  entry->owners_.fetch_add(1, std::memory_order_relaxed);
}
void intrusive_ptr_release(const Entry* entry) noexcept;

// One row of a swap: holds if the row is still `expected` (the very entry that read() gave; null:
// absent). Then the row becomes `replacement` (null: erased), or stays as it is when
// `compare_only`.
struct Change {
  std::string key;
  EntryPtr expected;
  EntryPtr replacement;
  bool compare_only = false;
};

// Walks the entries of one moment in ascending byte order. Nothing written after range() is seen.
class Cursor {
 public:
  virtual ~Cursor() = default;
  // To the first entry with key >= `key`. Cheap when near: a delimiter listing seeks behind every
  // group.
  virtual void seek(std::string_view key) = 0;
  virtual bool valid() const noexcept = 0;
  virtual void next() = 0;
  // Views stay valid until the cursor moves or goes.
  virtual std::string_view key() const noexcept = 0;
  virtual const EntryPtr& entry() const noexcept = 0;
};

// One ordered set of entries: a world's.
class Space {
 public:
  virtual ~Space() = default;
  virtual Result<EntryPtr> read(std::string_view key) const = 0;  // null: absent
  // All changes or none. true: done, and durable as far as the engine promises. false: some compare
  // failed.
  virtual Result<bool> swap(std::span<const Change> changes) = 0;
  virtual Result<std::unique_ptr<Cursor>> range() const = 0;
  virtual Result<std::unique_ptr<BlobWriter>> new_blob() = 0;
  // Bodies up to this size travel inside the entry instead of a blob of their own.
  virtual std::size_t inline_bytes_max() const noexcept = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  // Opens the Space of that name, empty when new. One that is open already gets a second handle to
  // the same entries.
  virtual Result<std::unique_ptr<Space>> open(std::string_view name) = 0;
  // A Space called `name` that starts as `source` stands at this moment. Both go on apart. O(1).
  // InternalError when there is a Space of that name, or the source is another engine's.
  virtual Result<std::unique_ptr<Space>> fork(const Space& source, std::string_view name) = 0;
  // Forgets the Space of that name and what only it holds, for good. One that does not exist is no
  // error; one with an open handle is an InternalError, and stays.
  virtual Result<void> drop(std::string_view name) = 0;
  // The same for whoever can neither wait nor be told: it is gone from names() at once, and from
  // the disk some time later. Where that fails the next opening finds it again.
  virtual void drop_later(std::string_view name) = 0;
  // The Spaces that exist, in byte order: on disk all that were ever opened and not dropped, in
  // memory the open ones.
  virtual std::vector<std::string> names() const = 0;
  // Whether swaps, new blobs, Blob::read() and what concerns whole Spaces may wait for a disk:
  // net/server runs such calls on its pool. read(), range(), a Cursor, Blob::read_at_once(),
  // drop_later() and letting go of anything never do: a net loop may call them.
  virtual bool may_block() const noexcept = 0;
  // Number of entries held by all Spaces, shared ones once where the engine knows; for health and
  // benches.
  virtual std::uint64_t entry_count() const noexcept = 0;
};

// emulator/store/memory.cpp
std::unique_ptr<Engine> make_memory_engine();

}  // namespace pail::store
