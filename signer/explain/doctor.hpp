// The doctor: says why a request was refused, in words a person can act on. Where a signature does
// not match, it signs the request again with one mistake of the catalogue applied, then with two,
// until the client's own signature comes out: then it is certain, not a guess.
//
// Pure; thread-safe. The work is bounded by attempts_max, not by the request. Nothing a Diagnosis
// holds is a secret, or could not be told to the client by S3's own error document.
// Spec: shared/spec/sigv2.md §12 and §14, sigv4.md §16; issue threads of real clients.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signer/credentials.hpp"
#include "signer/message.hpp"
#include "signer/verify.hpp"
#include "wire/error.hpp"

namespace pail::signer::explain {

// One row of the catalogue (mistakes.cpp).
struct Mistake {
  std::string_view id;    // "v2-date-beside-amz-date": lower case, dashes, never changes
  std::string_view what;  // what was done: one sentence, from the client's side
  std::string_view fix;   // what to do instead: one sentence
  std::string_view fact;  // where the rule stands: "sigv2.md §6"
};

std::span<const Mistake> catalogue() noexcept;

// What was judged. All views must outlive the call only.
struct Exhibit {
  const Message& message;
  const KeyRing& keys;
  const Rules& rules;
  const wire::Error& refusal;  // what verify() answered
  // Identities whose secret might have been used by mistake; the first few are tried.
  std::span<const std::shared_ptr<const Key>> others = {};
  std::string_view peer_host = {};  // the server's own "host:port", for requests through a proxy
};

struct Diagnosis {
  // Most probable first; empty: none of the catalogue explains it. Two: both were made.
  std::vector<const Mistake*> mistakes;
  // One line for a log: what was done wrong and how to mend it. Never empty.
  std::string summary;
  std::size_t attempts = 0;  // signatures computed
};

// Any refusal of verify(): a wrong signature is searched for, every other code has a row of its
// own or is explained by its elements.
Diagnosis diagnose(const Exhibit& exhibit);

}  // namespace pail::signer::explain
