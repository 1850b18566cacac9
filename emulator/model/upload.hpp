// Multipart uploads: what is kept of them until they are completed, and pages of them. Spec:
// shared/spec/semantics.md §9. Values; copying one copies no bytes of bodies.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/object.hpp"
#include "wire/limits.hpp"

namespace pail::model {

using wire::limits::part_bytes_min;
using wire::limits::part_number_max;

// A text that create_upload() could have given out: 32 letters, digits, '-' or '_'.
bool is_upload_id(std::string_view text);

struct Upload {
  std::string key;
  std::string id;
  // What the object will be (metadata, tags, ACL, storage class, owner, initiator, the checksum
  // algorithm and type asked for), without a body. last_modified(): when it was begun. etag(): of
  // the object that was current then, "" when there was none.
  Object object;
};

struct Part {
  unsigned number = 0;
  Object object;  // etag, size, checksum, when it came, and its bytes
};

struct PartPage {
  std::vector<Part> parts;  // ascending by number
  bool truncated = false;
};

struct UploadQuery {
  std::string prefix{};
  std::string delimiter{};
  std::string key_marker{};        // exclusive
  std::string upload_id_marker{};  // goes on behind that upload of the key; "" = behind the key
  std::size_t uploads_max = 1000;  // uploads and common prefixes together
};

// Keys ascending by bytes, uploads of one key in the order they were begun.
struct UploadPage {
  std::vector<Upload> uploads;
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string next_key_marker;
  std::string next_upload_id_marker;  // empty behind a common prefix
};

// Of which part a completed object is made: what the client listed.
struct ChosenPart {
  unsigned number = 0;
  std::string etag;  // bare
};

}  // namespace pail::model
