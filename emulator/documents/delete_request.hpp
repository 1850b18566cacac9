// The <Delete> document of DeleteObjects. Pure. Spec: shared/spec/semantics.md §14, errors.md §9.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/operation.hpp"

namespace pail::emulator::documents {

struct DeleteEntry {
  std::string key;                  // white space counts
  std::string version_id;           // "" for none
  std::string etag;                 // as sent; "" for none
  bool names_time_or_size = false;  // conditions of directory buckets
};

struct DeleteRequest {
  std::vector<DeleteEntry> entries;  // 1 to 1000, in the order sent
  bool quiet = false;
};

// MissingRequestBodyError (empty), MalformedXML (anything but the schema, none or too many
// entries), UserKeyMustBeSpecified (an empty key).
Result<DeleteRequest> parse_delete_request(std::string_view document);

}  // namespace pail::emulator::documents
