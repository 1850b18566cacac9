// What an operation is: one row of data and one function. Each file of emulator/ops/ defines
// exactly one, named like the file (ops/put_object.cpp: `const Operation put_object`), and the
// build collects them into the table that the router reads. Adding an operation is adding that
// file, and a test.
//
// A handler gets a Call: the request, already authenticated and authorised, with the world's model
// and the bucket it names. It answers a Reply at once, or an Upload that takes the body. It knows
// nothing of sockets, signatures or policies. Spec: shared/spec/operations.md §2, operations.csv.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "emulator/happening.hpp"
#include "emulator/model/model.hpp"
#include "net/exchange.hpp"
#include "wire/query.hpp"
#include "wire/target.hpp"

namespace pail::emulator {

using net::Begin;
using net::Reply;
using wire::Result;

enum class Level : std::uint8_t { service, bucket, object };  // what the address names

// Whose S3 says an object is that nobody signed for. Documented with ACLs.
inline constexpr std::string_view anonymous_id = "65a011a29cdf8ec533ec3d1ccaae921c";

// Who asks; views into an identity of the world. Anonymous callers have an empty account.
struct Caller {
  std::string_view account;                      // 12 digits
  std::string_view canonical_id = anonymous_id;  // 64 hex digits: <Owner><ID>
  std::string_view arn;
  bool anonymous() const noexcept { return account.empty(); }
};

// Something a handler is about to do besides what it was called for.
struct Deed {
  std::string_view action;                // "s3:DeleteObject"
  std::string_view key = {};              // "" for the bucket itself
  std::string_view version_id = {};       // "" for none
  const model::Bucket* bucket = nullptr;  // null: the one addressed
  // The tags that a body asks for; null: those of the headers, if any.
  const model::Pairs* tags = nullptr;
  // Asked for by a header of a write: what the write makes is its writer's, so that ACLs have no
  // more to say than they said to the write.
  bool by_header = false;
};

// What the caller may do. The exchange knows; handlers ask where the answer
// is part of theirs.
class Permissions {
 public:
  virtual ~Permissions() = default;
  // AccessDenied unless the caller may do that.
  virtual Result<void> check(const Deed& deed) const = 0;
  // Whether the caller may be told that there is no such key, in the bucket addressed or another.
  virtual bool may_list(std::string_view key) const = 0;
  virtual bool may_list(std::string_view key, const model::Bucket& bucket) const = 0;
};

// Who has an account in the world addressed: ACLs grant to these.
class Accounts {
 public:
  virtual ~Accounts() = default;
  virtual bool has(std::string_view canonical_id) const = 0;
  // 12 digits; "" when there is no such account.
  virtual std::string_view number(std::string_view canonical_id) const = 0;
};

// What an exchange with one world looks like to a handler. Lives until the exchange is over: an
// Upload may keep it.
struct Call {
  const net::Request& request;
  const wire::Headers& headers;  // the request's, plus x-amz-* query parameters, which act so
  const wire::Query& query;
  const wire::Address& address;
  model::Model& model;
  const model::Bucket* bucket;  // the one addressed; null where Operation::needs_bucket is false
  const Caller& caller;
  const Permissions& permissions;
  const Accounts& accounts;
  Events& events;
  wire::Time now;  // the world's time when the request arrived
  std::string_view region;
  // New buckets have ACLs and block nothing public, as S3 made them before April 2023.
  bool open_buckets = false;
  // Length of the data behind all framing: Content-Length, or x-amz-decoded-content-length of an
  // aws-chunked body. nullopt: not declared.
  std::optional<std::uint64_t> body_length;
  // What the signature promises the body's SHA-256 to be (lower-case hex); "" for no promise.
  std::string_view payload_sha256;
  // Trailers of an aws-chunked body; complete when Upload::finish() is called, empty before.
  const wire::Headers& trailers;
};

// A header that asks for something beside the operation, which needs a permission of its own.
struct HeaderAction {
  std::string_view header;
  std::string_view action;
};

struct Operation {
  std::string_view name;    // "PutObject"
  std::string_view method;  // "PUT"
  Level level = Level::object;
  // The query parameter whose presence chooses this operation ("location"), "" when none does.
  // "list-type=2" asks for that value exactly; "partNumber" stands for the pair with uploadId.
  std::string_view selector = {};
  std::string_view header_selector = {};  // "x-amz-copy-source"; "" when none
  std::string_view action;                // IAM action: "s3:PutObject"
  std::string_view version_action = {};   // the action where ?versionId= is there; "": the same
  std::span<const HeaderAction> header_actions = {};
  bool asks_per_key = false;   // the handler asks Permissions for each key; the caller is known
  bool needs_bucket = true;    // below the service: NoSuchBucket is answered before the handler
  bool takes_version = false;  // ?versionId= means something here; it is refused elsewhere
  bool stores_body = false;    // takes an upload body (…-TRAILER payload hashes are allowed)
  // A multipart/form-data body, whose fields hold the credential, the key and the headers: begin()
  // is called once they have come, and always answers an Upload (pipeline_form.cpp).
  bool is_form = false;
  // What is refused before the credential is looked at (errors.md §9, step 3); null: nothing.
  Result<void> (*check_query)(const wire::Query& query) = nullptr;
  Result<Begin> (*begin)(Call& call) = nullptr;
};

// All rows, in the order of their files. Defined by the build's table (operation_table.cpp).
std::span<const Operation* const> operations() noexcept;

}  // namespace pail::emulator
