// The policy of a signing service: who may have what signed. A JSON file, read strictly; nothing
// that it does not allow is done. docs/signing-service.md is its grammar for people.
//
// A rule only ever allows. A request is granted by the first rule, in the file's order, that allows
// all of it; so the order decides which template makes a key, never whether something is forbidden.
//
// Value types, not changed once read: thread-safe. Holds no secret: tokens are known by their
// SHA-256.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/origin.hpp"
#include "signer/jwks.hpp"
#include "signer/post_policy_draft.hpp"
#include "signer/service/key_template.hpp"
#include "wire/digest.hpp"
#include "wire/result.hpp"

namespace pail::signer::service {

using wire::Result;

inline constexpr std::string_view anonymous_name = "anonymous";
// Ours: subjects and sub claims in use are far shorter; three times as long as a segment it still
// leaves room in a key.
inline constexpr std::size_t caller_bytes_max = 128;
inline constexpr std::uint64_t object_bytes_max = 5ull << 40;  // S3: 5 TiB, in parts
// Ours: the quarter of an hour that signed headers last anyway.
inline constexpr std::chrono::seconds lifetime_usual{900};
inline constexpr std::chrono::seconds session_least{900};  // STS gives no shorter ones

struct TokenCaller {
  std::string name;
  wire::Sha256Digest token;  // its digest
};

// Who shows a certificate of this subject; with a star in it, everybody whose subject has something
// for the star, which becomes the name, behind `prefix`.
struct SubjectCaller {
  std::string name;  // empty: there is a star
  std::string prefix;
  std::string before;
  std::string after;
};

struct JwtCallers {
  std::string issuer;
  std::string audience;
  std::string claim = "sub";  // whose text is the name, behind `prefix`
  std::string prefix;
  std::vector<Jwk> keys;
};

enum class Act : std::uint8_t { get, put, post, multipart, credentials, upload };
inline constexpr std::size_t act_count = 6;
std::string_view word_of(Act act) noexcept;  // "GET", "PUT", "POST", "multipart" ...

struct Rule {
  std::string name;
  std::vector<std::string> callers;         // globs; who is anonymous is meant by that word alone
  std::uint8_t acts = 0;                    // a bit for each Act
  std::vector<std::string> buckets;         // the first is meant when a request names none
  std::optional<KeyTemplate> key;           // none: any key at all, in development only
  std::vector<std::string> content_types;   // globs in small letters; empty: any, or none
  std::optional<UploadTerms::Sizes> bytes;  // none: any size
  std::chrono::seconds lifetime = lifetime_usual;
  std::optional<bool> v2;  // whether Version 2 may sign; none: where it can hold what is granted
  std::string callback;    // of uploads through us; empty: nobody is told

  bool may(Act act) const noexcept { return (acts >> static_cast<unsigned>(act) & 1u) != 0; }
  bool concerns(std::string_view caller) const noexcept;
  bool has_bucket(std::string_view bucket) const noexcept;
};

struct Rate {
  double per_minute = 0;
  double burst = 0;
};

// Where temporary keys come from.
struct Vendor {
  std::optional<net::Origin> endpoint;  // none: S3's own
  std::string role;                     // an ARN; empty: GetFederationToken
};

struct Policy {
  std::vector<TokenCaller> tokens;
  std::vector<SubjectCaller> subjects;
  std::vector<JwtCallers> jwts;
  bool anonymous = false;
  std::optional<Rate> rate;  // of each caller
  std::vector<std::string> allow_origins;
  Vendor vendor;
  std::vector<Rule> rules;

  // Whether the name is a listed caller's, or means nobody: none that a token or a certificate
  // brings along may be such a one.
  bool reserves(std::string_view name) const noexcept;
};

// The text of a file that the policy names (a key set), relative to the policy's own place.
using ReadFile = std::function<Result<std::string>(const std::string& name)>;

// InvalidRequest: not JSON, with the line. InvalidArgument: "rules[1].key: ..."
Result<Policy> read_policy(std::string_view json, const ReadFile& read_file);
// Everything is allowed to everybody, for one bucket: what a service without a policy file has.
Policy development_policy(std::string bucket);

}  // namespace pail::signer::service
