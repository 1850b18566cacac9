// What the signing service may be asked, read from JSON and judged: only a request that can be
// signed as it stands comes out of here; whether the policy grants it is decide.hpp's. Pure
// functions; thread-safe. Errors: InvalidRequest (not JSON, not an object), InvalidArgument (a
// member is missing, unknown or of the wrong kind; ArgumentName says which), KeyTooLongError.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signer/post_policy_draft.hpp"
#include "wire/result.hpp"

namespace pail::signer::service {

using wire::Result;

enum class Version { v2, v4 };

// All requests name the object by `key`, or give a `filename` of which a key is made; `bucket` is
// empty where the caller did not say which.

// POST /sign: one PUT by signed headers.
struct SignRequest {
  std::string key;           // UTF-8, as the caller wrote it
  std::string content_type;  // "": the upload will be sent without one
  // Where its date stands: "Date", or "x-amz-date", since a page's script may not set Date.
  std::string date_header = "Date";  // of V2
  std::string filename = {};
  std::string bucket = {};
  Version version = Version::v2;
  std::optional<std::uint64_t> size = {};
};

// POST /presign: one request by URL.
struct PresignRequest {
  std::string method;  // GET or PUT
  std::string key;
  std::chrono::seconds expires{};
  Version version = Version::v4;
  std::optional<std::string> content_type;  // of a PUT: who uses the URL has to send it
  std::string filename = {};
  std::string bucket = {};
  std::optional<std::uint64_t> size = {};  // of a PUT: just as many bytes have to be sent
};

// POST /post-policy: the fields of a form that uploads.
struct PostPolicyRequest {
  UploadTerms terms;
  std::chrono::seconds expires{};
  Version version = Version::v4;
  std::string filename = {};
};

// POST /multipart: the parts of one upload by URLs.
struct MultipartRequest {
  std::string key;
  std::string filename;
  std::string bucket;
  std::string content_type;  // "": none
  std::uint64_t size = 0;    // 1 at least
  std::string upload_id;     // "": a new one; else more URLs for that one
};

struct FinishedPart {
  unsigned number = 0;
  std::string etag;
};

// POST /complete and POST /abort.
struct UploadRequest {
  std::string key;
  std::string bucket;
  std::string upload_id;
  std::vector<FinishedPart> parts;  // ascending; none: all that are there. Not of an abort
};

// POST /credentials.
struct CredentialsRequest {
  std::string bucket;
};

Result<SignRequest> read_sign_request(std::string_view json);
Result<PresignRequest> read_presign_request(std::string_view json);
Result<PostPolicyRequest> read_post_policy_request(std::string_view json);
Result<MultipartRequest> read_multipart_request(std::string_view json);
Result<UploadRequest> read_complete_request(std::string_view json);
Result<UploadRequest> read_abort_request(std::string_view json);
Result<CredentialsRequest> read_credentials_request(std::string_view json);
// Whether a content type can be sent as a header's value, and signed; "" can.
Result<void> check_content_type(std::string_view text);

}  // namespace pail::signer::service
