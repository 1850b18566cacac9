// Whom a request is taken to come from. Under AuthMode::verify its signature says so, and what
// signer::verify() refuses is refused. The other modes serve what cannot be proven, for moving old
// tests over step by step: as the identity whose access key the request claims, else as the
// world's first.
//
// Pure; thread-safe. Spec: shared/spec/sigv2.md §9, sigv4.md §9.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "emulator/access/directory.hpp"
#include "signer/verify.hpp"
#include "wire/error.hpp"
#include "wire/result.hpp"

namespace pail::emulator {

// warn: everything is judged, but a refusal is only reported; whoever sends no credential stays
// anonymous. off: nothing is judged, and nobody is anonymous. In both, a body that came under a
// head without proof loses its aws-chunked framing, its chunks' signatures unread; declared
// checksums and Content-MD5 are compared as ever. Chunks under a proven head are judged even under
// warn: bytes that fail there were damaged on their way.
enum class AuthMode : std::uint8_t { verify, warn, off };

struct Authenticated {
  signer::Verdict verdict = {};                           // empty where nothing was proven
  std::shared_ptr<const access::Identity> identity = {};  // null: anonymous
  std::optional<wire::Error> waived = {};                 // warn: what verify would have answered
};

// Errors under verify: those of signer::verify(), and InvalidAccessKeyId for a key that went while
// it was being used. None under warn and off.
wire::Result<Authenticated> authenticate(AuthMode mode, const signer::Message& message,
                                         const access::Directory& directory,
                                         const signer::Rules& rules);
// The same for a request that was judged elsewhere (a form's policy, a document of STS).
// `claimed_key` is the access key it names, "" for none; off does not look at `judged`.
wire::Result<Authenticated> admit(AuthMode mode, wire::Result<signer::Verdict> judged,
                                  const access::Directory& directory, std::string_view claimed_key);

}  // namespace pail::emulator
