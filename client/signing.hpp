// Signs a Draft with keys that are at hand, for its header or for a URL. No I/O: the time is given.
//
// Signature Version 4 covers a body in memory by its SHA-256; upload.hpp has the forms of bodies
// that stream. Signature Version 2 never covers the body.
// Spec: shared/spec/sigv2.md §2-8, sigv4.md §2-6.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "client/request.hpp"
#include "signer/chunk_seed.hpp"
#include "signer/credentials.hpp"
#include "wire/clock.hpp"

namespace pail::client {

struct Signing {
  const signer::Key& key;
  Signature signature = Signature::v4;
  std::string_view region = default_region;
  wire::Time now;
};

// Adds the date, Authorization and, for temporary keys, x-amz-security-token. Version 4 also sends
// `payload_hash` (64 hex digits, or a keyword) as x-amz-content-sha256; Version 2 does not look at
// it. A date or a payload hash among the draft's fields is kept; Version 4 then needs `now` to be
// that date. Returns what the chunks of the body continue from, where the hash announces signed
// ones.
signer::ChunkSeed sign(Draft& draft, const Signing& with, std::string_view payload_hash);

// Adds the query parameters that make the draft's URL work without a header for `lifetime` from
// now. Version 4 allows 1 s to 7 days, Version 2 until 2038: InvalidArgument beyond that.
Result<void> presign(Draft& draft, const Signing& with, std::chrono::seconds lifetime);

}  // namespace pail::client
