// What the slots of an object's record mean, and how one is made. Slots are part of what disks
// hold: append, never renumber. The bytes of a body are one piece or several: each lies in the last
// slot (small ones, one behind the other) or in one of the entry's blobs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/object.hpp"
#include "wire/clock.hpp"

namespace pail::model {

enum ObjectSlot : std::size_t {
  object_etag,                // hex, or what multipart makes of it
  object_size,                // u64
  object_last_modified,       // microseconds since 1970
  object_owner,               // canonical user id
  object_storage_class,       // empty = STANDARD
  object_website_redirect,    // empty = none
  object_checksum_algorithm,  // its name, "CRC32"; empty = none
  object_checksum,            // base64
  object_checksum_type,       // "COMPOSITE"; empty = FULL_OBJECT
  object_metadata,            // pairs, in the order sent
  object_system_headers,      // six slots, by SystemHeader
  object_version_id = object_system_headers + system_header_count,  // empty = "null"
  object_sequence,       // u64, among the versions of its key
  object_delete_marker,  // "1" or empty
  object_tags,           // pairs
  object_acl,            // empty = the owner's full control
  object_initiator,      // of an upload
  object_upload_id,      // of an object made of parts
  object_parts,          // pairs: number (u32) and size (u64), little endian; checksum in base64
  object_pieces,  // empty: one. Else 9 bytes each: size (u64, little endian), 1 = blob, 0 = below
  object_body,
  object_slot_count
};

inline constexpr std::size_t piece_bytes = 9;
inline constexpr char in_blob = 1;

// What is known of a version only when it is committed.
struct VersionStamp {
  wire::Time last_modified;
  std::uint64_t sequence = 1;
  std::string_view version_id = {};  // "" = the null version
  bool delete_marker = false;
};

// The bytes of an object in the form that its entry takes.
struct StoredBody {
  std::uint64_t size = 0;
  std::string pieces;       // as the slot has them
  std::string inline_body;  // as the slot has it
  std::vector<store::BlobPtr> blobs;

  static StoredBody of(const Object& object);
};

store::EntryPtr encode_object(const ObjectAttributes& attributes, const StoredBody& body,
                              const VersionStamp& stamp);
// The same version, not a delete marker, with other attributes.
store::EntryPtr encode_again(const Object& version, const ObjectAttributes& attributes);

}  // namespace pail::model
