#include "signer/service/requests.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <initializer_list>

#include "wire/limits.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;
using wire::ok;

// Ours: requests are flat objects; what nests deeper is not one of them.
constexpr std::size_t json_depth_max = 4;
// Ours: RFC 6838 allows 127 + 1 + 127 for the type itself; parameters such as charset come on top.
constexpr std::size_t content_type_bytes_max = 512;
// Ours: what the documents of most requests fit into, so that they need no other memory.
constexpr std::size_t document_bytes_usual = 1024;
// Ours: a member's name is repeated in the refusal; longer ones are cut.
constexpr std::size_t quoted_bytes_max = 64;

Error bad_member(std::string_view name, std::string_view why) {
  return Error(Errc::InvalidArgument, "\"" + std::string(name) + "\" " + std::string(why))
      .with("ArgumentName", name);
}

// A request's document, in memory that goes with it. It stays where it was made.
class Document {
 public:
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // Views of it live as long as the Document.
  Result<const json::object*> parse(std::string_view text) {
    json::parse_options options;
    options.max_depth = json_depth_max;
    json::error_code failure;
    value_ = json::parse(text, failure, &memory_, options);
    if (failure) {
      return Error(Errc::InvalidRequest, "The body is not JSON: " + failure.message() + ".");
    }
    if (const json::object* const object = value_.if_object()) return object;
    return Error(Errc::InvalidRequest, "The body must be a JSON object.");
  }

 private:
  std::array<unsigned char, document_bytes_usual> first_;
  json::monotonic_resource memory_{first_.data(), first_.size()};
  json::value value_ = json::value(json::storage_ptr(&memory_));
};

// A misspelt optional member must not be passed over: the caller would get a signature that binds
// less than they meant.
Result<void> refuse_unknown(const json::object& object,
                            std::initializer_list<std::string_view> known) {
  for (const auto& member : object) {
    const std::string_view name(member.key().data(), member.key().size());
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return bad_member(name.substr(0, quoted_bytes_max), "is not a member of this request.");
  }
  return ok();
}

Result<std::string> read_text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr) return bad_member(name, "is missing.");
  if (!value->is_string()) return bad_member(name, "must be a string.");
  return std::string(value->get_string());
}

Result<std::string> read_filled_text(const json::object& object, std::string_view name) {
  PAIL_TRY(std::string text, read_text(object, name));
  if (text.empty()) return bad_member(name, "must not be empty.");
  return text;
}

Result<std::string> read_content_type(const json::object& object) {
  PAIL_TRY(std::string text, read_text(object, "content_type"));
  PAIL_TRY(check_content_type(text));
  return text;
}

Result<std::string> read_key(const json::object& object, std::string_view name) {
  PAIL_TRY(std::string key, read_filled_text(object, name));
  if (key.size() <= wire::limits::key_bytes_max) return key;
  return Error(Errc::KeyTooLongError)
      .with("Size", std::to_string(key.size()))
      .with("MaxSizeAllowed", std::to_string(wire::limits::key_bytes_max));
}

// "" when it is not there.
Result<std::string> read_optional_text(const json::object& object, std::string_view name) {
  if (!object.contains({name.data(), name.size()})) return std::string();
  return read_filled_text(object, name);
}

// One of the two; `usual` is what is missed when there is neither.
template <class Request>
Result<void> read_name(const json::object& object, std::string_view usual, Request& request) {
  PAIL_TRY(request.bucket, read_optional_text(object, "bucket"));
  const bool by_key = object.contains("key");
  const bool by_file = object.contains("filename");
  if (by_key && by_file) return bad_member("filename", "cannot stand beside \"key\".");
  if (!by_key && !by_file) return bad_member(usual, "is missing.");
  if (by_key) {
    PAIL_TRY(request.key, read_key(object, "key"));
  } else {
    PAIL_TRY(request.filename, read_key(object, "filename"));
  }
  return ok();
}

Result<std::optional<std::uint64_t>> read_size(const json::object& object, std::uint64_t least,
                                               std::uint64_t greatest) {
  const json::value* const value = object.if_contains("size");
  if (value == nullptr) return std::optional<std::uint64_t>();
  const std::int64_t* const number = value->if_int64();
  if (number != nullptr && *number >= static_cast<std::int64_t>(least) &&
      *number <= static_cast<std::int64_t>(greatest)) {
    return std::optional(static_cast<std::uint64_t>(*number));
  }
  return bad_member("size", "must be a whole number of bytes, from " + std::to_string(least) +
                                " to " + std::to_string(greatest) + ".");
}

Result<std::string> read_method(const json::object& object) {
  PAIL_TRY(std::string method, read_text(object, "method"));
  if (method == "GET" || method == "PUT") return method;
  return bad_member("method", "must be GET or PUT.");
}

Result<Version> read_version(const json::object& object, Version usual = Version::v4) {
  if (!object.contains("signature")) return usual;
  PAIL_TRY(const std::string text, read_text(object, "signature"));
  if (text == "v2") return Version::v2;
  if (text == "v4") return Version::v4;
  return bad_member("signature", "must be v2 or v4.");
}

Result<std::string> read_date_header(const json::object& object) {
  if (!object.contains("date_header")) return std::string("Date");
  PAIL_TRY(std::string name, read_text(object, "date_header"));
  if (name == "Date" || name == "x-amz-date") return name;
  return bad_member("date_header", "must be Date or x-amz-date.");
}

// V2's ceiling is the date an expiry may lie at; that needs the clock, and is judged by who signs.
Result<std::chrono::seconds> read_expires(const json::object& object, Version version) {
  const json::value* value = object.if_contains("expires");
  if (value == nullptr) return bad_member("expires", "is missing.");
  if (!value->is_int64()) return bad_member("expires", "must be a whole number of seconds.");
  const std::int64_t seconds_max =
      version == Version::v4 ? wire::limits::presign_v4_max_s : wire::limits::expires_v2_max;
  const std::int64_t seconds = value->get_int64();
  if (seconds < 1 || seconds > seconds_max) {
    return bad_member("expires", "must be from 1 to " + std::to_string(seconds_max) + " seconds.");
  }
  return std::chrono::seconds(seconds);
}

// `key` names the object; `key_prefix` leaves the rest of the name to the file's.
Result<void> read_target(const json::object& object, PostPolicyRequest& request) {
  UploadTerms& terms = request.terms;
  terms.key_is_prefix = object.contains("key_prefix");
  if (terms.key_is_prefix && (object.contains("key") || object.contains("filename"))) {
    return bad_member("key_prefix", "cannot stand beside \"key\" or \"filename\".");
  }
  PAIL_TRY(terms.bucket, read_optional_text(object, "bucket"));
  if (!terms.key_is_prefix) {
    MultipartRequest named;
    PAIL_TRY(read_name(object, "key", named));
    terms.key = std::move(named.key);
    request.filename = std::move(named.filename);
    return ok();
  }
  PAIL_TRY(terms.key, read_text(object, "key_prefix"));
  if (terms.key.size() <= wire::limits::key_bytes_max) return ok();
  return bad_member("key_prefix", "is longer than a key may be.");
}

Result<std::optional<UploadTerms::Sizes>> read_sizes(const json::object& object) {
  constexpr std::string_view name = "content_length_range";
  const json::value* const value = object.if_contains({name.data(), name.size()});
  if (value == nullptr) return std::optional<UploadTerms::Sizes>();
  const json::array* const pair = value->if_array();
  const bool whole = pair != nullptr && pair->size() == 2 && (*pair)[0].is_int64() &&
                     (*pair)[1].is_int64() && (*pair)[0].get_int64() >= 0;
  if (!whole || (*pair)[0].get_int64() > (*pair)[1].get_int64()) {
    return bad_member(name, "must be the least and the greatest number of bytes.");
  }
  return std::optional(UploadTerms::Sizes{static_cast<std::uint64_t>((*pair)[0].get_int64()),
                                          static_cast<std::uint64_t>((*pair)[1].get_int64())});
}

Result<std::string> read_success_status(const json::object& object) {
  if (!object.contains("success_action_status")) return std::string();
  PAIL_TRY(std::string status, read_text(object, "success_action_status"));
  if (status == "200" || status == "201" || status == "204") return status;
  return bad_member("success_action_status", "must be \"200\", \"201\" or \"204\".");
}

Result<std::string> read_redirect(const json::object& object) {
  if (!object.contains("success_action_redirect")) return std::string();
  PAIL_TRY(std::string url, read_text(object, "success_action_redirect"));
  if (url.starts_with("http://") || url.starts_with("https://")) return url;
  return bad_member("success_action_redirect", "must be an absolute http or https URL.");
}

}  // namespace

Result<SignRequest> read_sign_request(std::string_view json) {
  Document document;
  PAIL_TRY(const json::object* const parsed, document.parse(json));
  const json::object& object = *parsed;
  PAIL_TRY(refuse_unknown(
      object, {"content_type", "filename", "key", "bucket", "size", "signature", "date_header"}));
  SignRequest request;
  PAIL_TRY(request.content_type, read_content_type(object));
  PAIL_TRY(read_name(object, "filename", request));
  PAIL_TRY(request.version, read_version(object, Version::v2));
  PAIL_TRY(request.size, read_size(object, 0, wire::limits::put_bytes_max));
  PAIL_TRY(request.date_header, read_date_header(object));
  return request;
}

Result<PresignRequest> read_presign_request(std::string_view json) {
  Document document;
  PAIL_TRY(const json::object* const parsed, document.parse(json));
  const json::object& object = *parsed;
  PAIL_TRY(refuse_unknown(object, {"method", "key", "filename", "bucket", "expires", "signature",
                                   "content_type", "size"}));
  PresignRequest request;
  PAIL_TRY(request.method, read_method(object));
  PAIL_TRY(read_name(object, "key", request));
  PAIL_TRY(request.version, read_version(object));
  PAIL_TRY(request.expires, read_expires(object, request.version));
  PAIL_TRY(request.size, read_size(object, 0, wire::limits::put_bytes_max));
  if (request.size && request.method != "PUT") return bad_member("size", "is for PUT only.");
  if (!object.contains("content_type")) return request;
  if (request.method != "PUT") return bad_member("content_type", "is for PUT only.");
  PAIL_TRY(request.content_type, read_content_type(object));
  if (request.content_type->empty()) return bad_member("content_type", "must not be empty.");
  return request;
}

Result<PostPolicyRequest> read_post_policy_request(std::string_view json) {
  Document document;
  PAIL_TRY(const json::object* const parsed, document.parse(json));
  const json::object& object = *parsed;
  PAIL_TRY(refuse_unknown(
      object, {"key", "key_prefix", "filename", "bucket", "expires", "signature", "content_type",
               "content_length_range", "success_action_status", "success_action_redirect"}));
  PostPolicyRequest request;
  PAIL_TRY(read_target(object, request));
  PAIL_TRY(request.version, read_version(object));
  PAIL_TRY(request.expires, read_expires(object, request.version));
  PAIL_TRY(request.terms.sizes, read_sizes(object));
  PAIL_TRY(request.terms.success_status, read_success_status(object));
  PAIL_TRY(request.terms.redirect, read_redirect(object));
  if (!object.contains("content_type")) return request;
  PAIL_TRY(request.terms.content_type, read_content_type(object));
  if (request.terms.content_type->empty()) return bad_member("content_type", "must not be empty.");
  return request;
}

// Control characters above all: a line feed in it would let the caller write further lines of the
// string to sign.
Result<void> check_content_type(std::string_view text) {
  if (text.empty()) return ok();
  const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
  if (!std::all_of(text.begin(), text.end(), printable)) {
    return bad_member("content_type", "must be printable ASCII.");
  }
  if (text.front() == ' ' || text.back() == ' ') {
    return bad_member("content_type", "must not begin or end with a space.");
  }
  if (text.size() > content_type_bytes_max) return bad_member("content_type", "is too long.");
  return ok();
}

}  // namespace pail::signer::service
