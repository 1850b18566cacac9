// The doctor: says why a request was refused, in words a person can act on. Where a signature does
// not match, it signs the request again with one mistake of the catalogue applied, then with two,
// until the client's own signature comes out: then it is certain, not a guess.
//
// Pure; thread-safe. The work is bounded by attempts_max and work_bytes_max, not by the request.
// Nothing a Diagnosis holds is a secret, or, but for the name of the other key, could not be told
// to the client by S3's own error document. V2 and V4 signatures of heads and forms are searched;
// SigV4A's and those of single chunks are not, and the summary says so.
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

// Ours: with work_bytes_max what keeps one diagnosis below 2 ms on a slow core (bench/explain_bench
// measures the worst request). Singles take 100 to 300 of them, the likeliest pairs the rest.
inline constexpr std::size_t attempts_max = 1'400;
// Ours: bytes rendered and hashed, so that a long request gets fewer attempts, not more time.
inline constexpr std::size_t work_bytes_max = 896 * 1024;

// One row of the catalogue (mistakes.def).
struct Mistake {
  std::string_view id;    // "v2-date-beside-amz-date": lower case, dashes, never changes
  std::string_view what;  // what was done: one sentence, from the client's side
  std::string_view fix;   // what to do instead: one sentence
  std::string_view fact;  // where the rule stands: "sigv2.md §6"
};

// In order of likelihood, those of signatures before those of other refusals.
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
  // x-amz-credential of a V4 form ("AKID/20130524/us-east-1/s3/aws4_request"); "" of a V2 form and
  // of every other request.
  std::string_view form_credential = {};
};

struct Diagnosis {
  // Most probable first; empty: none of the catalogue explains it. Two: both were made.
  std::vector<const Mistake*> mistakes;
  // One line: what was done wrong and how to mend it. Never empty.
  std::string summary;
  std::size_t attempts = 0;  // signatures computed
  // Whose secret it was, when it was another known identity's. For the log of who runs the server:
  // a client must not learn which keys there are.
  std::string other_access_key;
};

// Any refusal of verify(): a wrong signature is searched for, every other code has a row of its
// own or is explained by its elements.
Diagnosis diagnose(const Exhibit& exhibit);

}  // namespace pail::signer::explain
