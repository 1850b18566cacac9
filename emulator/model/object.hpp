// An object as stored, and one on its way in. Spec: shared/spec/semantics.md §2-4, §10, §15.
//
// Object is a view over one index entry and keeps it alive: reading its fields costs no parse and
// no allocation, and it stays whole whatever happens to the key meanwhile. It is immutable. What
// has a record of this shape is opened as an Object: versions, delete markers, the parts of an
// upload, and an upload itself (what its object will be, without a body).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/model/body.hpp"
#include "emulator/store/engine.hpp"
#include "emulator/store/record.hpp"
#include "wire/checksum.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::model {

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

enum class ChecksumType : std::uint8_t { full_object, composite };

// Lists of names and values, in the order sent.
using Pairs = std::vector<std::pair<std::string, std::string>>;

// One part that a multipart object was put together from.
struct ObjectPart {
  unsigned number = 0;
  std::uint64_t size = 0;
  std::string checksum;  // base64, by the object's algorithm; "" when the part had none
};

// What is stored beside the bytes. Everything here was checked by the caller.
struct ObjectAttributes {
  std::string system_headers[system_header_count];  // by SystemHeader; "" = not sent
  Pairs metadata;  // lower-case name without x-amz-meta-, value as sent
  Pairs tags;
  std::string acl;  // as emulator/documents/acl.hpp writes it; "" = the owner's full control
  std::string storage_class;     // "" = STANDARD
  std::string website_redirect;  // "" = none
  std::string owner;             // canonical user id
  std::string initiator;         // of an upload: who began it, as S3 writes it
  std::string upload_id;         // of an object made of parts: the upload it comes from
  std::optional<wire::ChecksumAlgorithm> checksum_algorithm;
  std::string checksum;  // base64; a composite one ends in -N
  ChecksumType checksum_type = ChecksumType::full_object;
  std::string etag;               // hex, without quotes; of a multipart object it ends in -N
  std::vector<ObjectPart> parts;  // ascending by number; empty: stored in one piece
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
  ChecksumType checksum_type() const noexcept;
  std::string_view initiator() const noexcept;
  std::string_view upload_id() const noexcept;
  std::string_view acl() const noexcept;
  // The id of this version, "null" for one stored while its bucket was not versioned.
  std::string_view version_id() const noexcept;
  bool is_delete_marker() const noexcept;
  // Which version of its key this is, by age: greater is newer.
  std::uint64_t sequence() const noexcept;
  using PairViews = std::vector<std::pair<std::string_view, std::string_view>>;
  PairViews metadata() const;
  PairViews tags() const;
  std::size_t tag_count() const noexcept;
  std::vector<ObjectPart> parts() const;
  // All of it again as it was given to Model::put(), to be changed and stored once more.
  ObjectAttributes attributes() const;
  // Bytes [offset, offset + length); the range must lie inside size().
  BodyReader read(std::uint64_t offset, std::uint64_t length) const {
    return {*this, offset, length};
  }
  const store::EntryPtr& entry() const noexcept { return entry_; }
  // How the bytes lie in the entry, as object_record.hpp says.
  std::string_view pieces() const noexcept;
  Bytes inline_body() const noexcept;

 private:
  Object(store::EntryPtr entry, store::RecordView record)
      : entry_(std::move(entry)), record_(record) {}
  std::uint64_t stored_size() const noexcept;
  bool has_whole_pieces() const noexcept;
  PairViews pairs_of(std::size_t slot) const;

  store::EntryPtr entry_;
  store::RecordView record_;  // into *entry_, which never moves
};

}  // namespace pail::model
