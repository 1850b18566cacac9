// The bytes of an object: read piece by piece, and collected on their way in.
//
// A BodyReader keeps its entry alive. Incoming collects the bytes of a PUT: small ones in memory to
// ride inside the entry, larger ones in a blob of the engine; dropped, it leaves no trace. Threads:
// both belong to one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/store/engine.hpp"
#include "wire/result.hpp"

namespace pail::model {

using wire::Bytes;
using wire::Result;

class Object;
struct StoredBody;

class BodyReader {
 public:
  // Bytes [offset, offset + length) of the object, which has them.
  BodyReader(const Object& object, std::uint64_t offset, std::uint64_t length);
  std::uint64_t size() const noexcept { return length_; }  // of the whole read, not of what is left
  // The next bytes, at most `bytes_max`; empty at the end. Valid until the following call or the
  // reader's end. InternalError when the stored body is shorter than its record says.
  Result<Bytes> next(std::size_t bytes_max);
  // The same where it is in memory; nullopt, and nothing is read, where a disk must be asked.
  std::optional<Result<Bytes>> next_at_once(std::size_t bytes_max);

 private:
  void begin_piece();
  std::size_t wanted(std::size_t bytes_max);
  Result<Bytes> taken(const Result<Bytes>& piece);

  store::EntryPtr entry_;
  std::string_view pieces_;  // not begun yet
  Bytes inline_body_;        // not begun yet
  std::size_t blobs_begun_ = 0;
  const store::Blob* blob_ = nullptr;  // of the piece being read; null: it is `inline_piece_`
  Bytes inline_piece_;
  std::uint64_t position_ = 0;    // within the piece
  std::uint64_t piece_left_ = 0;  // of it
  std::uint64_t left_;
  std::uint64_t length_;
  std::vector<std::byte> scratch_;
};

class Incoming {
 public:
  explicit Incoming(store::Space& space) : space_(&space) {}
  Incoming(Incoming&&) noexcept = default;
  Incoming& operator=(Incoming&&) noexcept = default;
  // ServiceUnavailable when the engine has no room.
  Result<void> write(Bytes piece);
  // Appends all bytes of `whole`; those in blobs are not copied but owned together. For copies of
  // objects, and parts becoming one. An Incoming is either written or made of shares.
  void share(const Object& whole);
  std::uint64_t size() const noexcept { return size_; }
  // What an entry is made of. Once. Errors as write().
  Result<StoredBody> close() &&;

 private:
  struct Shared {
    std::string pieces;
    std::vector<store::BlobPtr> blobs;
  };

  Result<void> outgrow();  // from small_ to large_

  store::Space* space_;
  std::string small_;  // until it outgrows space.inline_bytes_max(), or all inline shares
  std::unique_ptr<store::BlobWriter> large_;
  std::unique_ptr<Shared> shared_;
  std::uint64_t size_ = 0;
};

}  // namespace pail::model
