// An object as stored, and one on its way in. Spec: shared/spec/semantics.md §2-4, §10, §15.
//
// Object is a view over one index entry and keeps it alive: reading its fields costs no parse and
// no allocation, and it stays whole whatever happens to the key meanwhile. BodyReader walks the
// bytes of it. Incoming collects the bytes of a PUT: small ones in memory to ride inside the entry,
// larger ones in a blob of the engine; dropped, it leaves no trace. Threads: Object is immutable; a
// BodyReader and an Incoming belong to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/store/engine.hpp"
#include "emulator/store/record.hpp"
#include "wire/checksum.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::model {

using wire::Bytes;
using wire::Result;

// The six headers S3 stores as sent and gives back on GET and HEAD.
enum class SystemHeader : std::uint8_t {
  cache_control,
  content_disposition,
  content_encoding,
  content_language,
  content_type,
  expires
};
inline constexpr std::size_t system_header_count = 6;
std::string_view header_name(SystemHeader header) noexcept;  // "Cache-Control"

inline constexpr std::string_view default_content_type = "binary/octet-stream";

// What is stored beside the bytes. Everything here was checked by the caller.
struct ObjectAttributes {
  std::string system_headers[system_header_count];  // by SystemHeader; "" = not sent
  std::vector<std::pair<std::string, std::string>>
      metadata;                  // lower-case name without x-amz-meta-, value as sent
  std::string storage_class;     // "" = STANDARD
  std::string website_redirect;  // "" = none
  std::string owner;             // canonical user id
  std::optional<wire::ChecksumAlgorithm> checksum_algorithm;
  std::string checksum;  // base64
  std::string etag;      // hex, without quotes
};

class BodyReader {
 public:
  // `inline_body` lies in the entry; ignored when the entry has a blob.
  BodyReader(store::EntryPtr entry, Bytes inline_body, std::uint64_t offset, std::uint64_t length);
  std::uint64_t size() const noexcept { return length_; }  // of the whole read, not of what is left
  // The next bytes, at most `bytes_max`; empty at the end. Valid until the following call or the
  // reader's end. InternalError when the stored body is shorter than its record says.
  Result<Bytes> next(std::size_t bytes_max);

 private:
  Result<Bytes> piece_of(std::size_t bytes_max);

  store::EntryPtr entry_;
  Bytes inline_body_;
  std::uint64_t position_;
  std::uint64_t left_;
  std::uint64_t length_;
  std::vector<std::byte> scratch_;
};

class Object {
 public:
  // InternalError when the entry is not an object record.
  static Result<Object> open(store::EntryPtr entry);

  std::string_view etag() const noexcept;  // hex, without quotes
  std::uint64_t size() const noexcept;
  wire::Time last_modified() const noexcept;  // whole seconds are what S3 shows
  std::string_view system_header(SystemHeader header) const noexcept;
  std::string_view storage_class() const noexcept;  // "" = STANDARD
  std::string_view website_redirect() const noexcept;
  std::string_view owner() const noexcept;
  std::optional<wire::ChecksumAlgorithm> checksum_algorithm() const noexcept;
  std::string_view checksum() const noexcept;
  std::vector<std::pair<std::string_view, std::string_view>> metadata() const;
  // Bytes [offset, offset + length); the range must lie inside size().
  BodyReader read(std::uint64_t offset, std::uint64_t length) const;
  const store::EntryPtr& entry() const noexcept { return entry_; }

 private:
  Object(store::EntryPtr entry, store::RecordView record)
      : entry_(std::move(entry)), record_(record) {}
  std::uint64_t stored_size() const noexcept;

  store::EntryPtr entry_;
  store::RecordView record_;  // into *entry_, which never moves
};

class Incoming {
 public:
  explicit Incoming(store::Space& space) : space_(&space) {}
  Incoming(Incoming&&) noexcept = default;
  Incoming& operator=(Incoming&&) noexcept = default;
  // ServiceUnavailable when the engine has no room.
  Result<void> write(Bytes piece);
  std::uint64_t size() const noexcept { return size_; }

 private:
  friend class Model;
  Result<void> outgrow();  // from small_ to large_
  Result<store::EntryPtr> close(const ObjectAttributes& attributes, wire::Time now) &&;

  store::Space* space_;
  std::string small_;  // until it outgrows space.inline_bytes_max()
  std::unique_ptr<store::BlobWriter> large_;
  std::uint64_t size_ = 0;
};

}  // namespace pail::model
