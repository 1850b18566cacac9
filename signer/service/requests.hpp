// What the signing service may be asked, read from JSON and judged: only a request that can be
// signed as it stands comes out of here. Pure functions; thread-safe. Errors: InvalidRequest (not
// JSON, not an object), InvalidArgument (a member is missing, unknown or of the wrong kind;
// ArgumentName says which), KeyTooLongError.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "signer/post_policy_draft.hpp"
#include "wire/result.hpp"

namespace pail::signer::service {

using wire::Result;

// POST /sign: one PUT by signed headers (V2).
struct SignRequest {
  std::string key;           // UTF-8, as the caller wrote it
  std::string content_type;  // "": the upload will be sent without one
  // Where its date stands: "Date", or "x-amz-date", since a page's script may not set Date.
  std::string date_header = "Date";
};

enum class Version { v2, v4 };

// POST /presign: one request by URL.
struct PresignRequest {
  std::string method;  // GET or PUT
  std::string key;
  std::chrono::seconds expires{};
  Version version = Version::v4;
  std::optional<std::string> content_type;  // of a PUT: who uses the URL has to send it
};

// POST /post-policy: the fields of a form that uploads.
struct PostPolicyRequest {
  UploadTerms terms;  // without the bucket, which is the service's
  std::chrono::seconds expires{};
  Version version = Version::v4;
};

Result<SignRequest> read_sign_request(std::string_view json);
Result<PresignRequest> read_presign_request(std::string_view json);
Result<PostPolicyRequest> read_post_policy_request(std::string_view json);

}  // namespace pail::signer::service
