// What a signature covers. The same Message is built by who signs (from the request it is about to
// send) and by who verifies (from the request as received), so that one set of canonical forms
// serves both.
//
// All members are views: the request must outlive the Message. No allocation.
#pragma once

#include <string_view>

#include "wire/headers.hpp"
#include "wire/query.hpp"

namespace pail::signer {

struct Message {
  std::string_view method;   // as on the wire
  std::string_view path;     // raw bytes of the target up to '?', "/" at least
  const wire::Query& query;  // authentication parameters included, where there are any
  const wire::Headers& headers;
  std::string_view
      host_bucket;  // the bucket when it stands in Host (V2 puts it before the path); else empty
};

}  // namespace pail::signer
