// What the slots of an object's record mean. A body up to the engine's inline_bytes_max lies in the
// last slot, a larger one in the entry's one blob. Slots are part of what disks hold: append, never
// renumber.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

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
  object_metadata,            // pairs, in the order sent
  object_system_headers,      // six slots, by SystemHeader
  object_body = object_system_headers + system_header_count,
  object_slot_count
};

// `inline_body` is empty when the bytes lie in a blob; `size` is the body's either way.
std::string encode_object(const ObjectAttributes& attributes, std::uint64_t size,
                          std::string_view inline_body, wire::Time last_modified);

}  // namespace pail::model
