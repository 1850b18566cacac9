#include "emulator/objects/copy_source.hpp"

#include <algorithm>

#include "emulator/expected_owner.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/objects/addressed_object.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator::objects {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view source_header = "x-amz-copy-source";

// Splits the version off. What looks like one belongs to the key when its '?' is encoded.
std::optional<std::string> take_version(std::string_view& path) {
  constexpr std::string_view mark = "?versionId=";
  const std::size_t at = path.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  std::string version(path.substr(at + mark.size()));
  path = path.substr(0, at);
  return version;
}

// More than CreateBucket allows today: names of old buckets had upper case and '_'.
bool is_bucket_text(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

Result<void> refuse_access_points(std::string_view path) {
  if (!path.starts_with("arn:")) return wire::ok();
  return Error(Errc::NotImplemented,
               "Pail does not implement access points as the source of a copy.")
      .with("Header", source_header);
}

// Whoever may not list the source's bucket may not learn by copying what is in it either.
Error as_told_to(const Call& call, const CopySource& source, const model::Bucket& bucket,
                 Error error) {
  const bool missing = error.code() == Errc::NoSuchKey || error.code() == Errc::NoSuchVersion;
  if (missing && !call.permissions.may_list(source.key, bucket)) return Errc::AccessDenied;
  return error;
}

Result<model::Object> find_object(const Call& call, const CopySource& source,
                                  const model::Bucket& bucket) {
  auto found = source.version_id ? call.model.version(bucket, source.key, *source.version_id)
                                 : call.model.get(bucket, source.key);
  if (!found) return as_told_to(call, source, bucket, std::move(found).error());
  if (!found.value().is_delete_marker()) return found;
  return Error(
      Errc::InvalidRequest,
      "The source of a copy request may not specifically refer to a delete marker by version id.");
}

Result<void> check_permission(const Call& call, const CopySource& source,
                              const model::Bucket& bucket) {
  const std::string_view action = source.version_id ? "s3:GetObjectVersion" : "s3:GetObject";
  return call.permissions.check({.action = action,
                                 .key = source.key,
                                 .version_id = source.version_id ? *source.version_id : "",
                                 .bucket = &bucket});
}

// Bytes in an archive have to be restored first, and nothing here restores.
Result<void> check_archived(const model::Object& object) {
  const std::string_view storage_class = object.storage_class();
  if (storage_class != "GLACIER" && storage_class != "DEEP_ARCHIVE") return wire::ok();
  return Errc::ObjectNotInActiveTierError;
}

// In the order S3 judges them. Whichever fails, a copy answers 412 and names it.
struct Condition {
  std::string_view header;
  std::string_view name;
  std::optional<std::string_view> model::ReadConditions::*member;
};
constexpr Condition source_conditions[] = {
    {"x-amz-copy-source-if-match", "x-amz-copy-source-If-Match", &model::ReadConditions::if_match},
    {"x-amz-copy-source-if-unmodified-since", "x-amz-copy-source-If-Unmodified-Since",
     &model::ReadConditions::if_unmodified_since},
    {"x-amz-copy-source-if-none-match", "x-amz-copy-source-If-None-Match",
     &model::ReadConditions::if_none_match},
    {"x-amz-copy-source-if-modified-since", "x-amz-copy-source-If-Modified-Since",
     &model::ReadConditions::if_modified_since},
};

// Each is added to those that held before: an If-Match that holds settles If-Unmodified-Since.
Result<void> check_conditions(const Call& call, const model::Object& object) {
  model::ReadConditions conditions;
  for (const Condition& one : source_conditions) {
    conditions.*one.member = call.headers.find(one.header);
    if (!model::check(conditions, object.etag(), object.last_modified(), call.now)) {
      return Error(Errc::PreconditionFailed).with("Condition", one.name);
    }
  }
  return wire::ok();
}

Result<void> refuse_customer_keys_of_source(const wire::Headers& headers) {
  return refuse_headers(headers, {"x-amz-copy-source-server-side-encryption-customer-algorithm",
                                  "x-amz-copy-source-server-side-encryption-customer-key",
                                  "x-amz-copy-source-server-side-encryption-customer-key-MD5"});
}

}  // namespace

// The wording for a bucket's name and for the encoding is not recorded.
Result<CopySource> parse_copy_source(std::string_view header) {
  CopySource source;
  std::string_view path = header;
  source.version_id = take_version(path);
  const auto decoded = wire::percent_decode(path);
  if (!decoded || !wire::is_utf8(*decoded)) {
    return invalid_argument("Invalid copy source encoding.", source_header, header);
  }
  path = *decoded;
  if (path.starts_with('/')) path.remove_prefix(1);
  PAIL_TRY(refuse_access_points(path));
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || slash + 1 == path.size()) {
    return invalid_argument("Invalid copy source object key", source_header, header);
  }
  source.bucket = path.substr(0, slash);
  source.key = path.substr(slash + 1);
  if (is_bucket_text(source.bucket)) return source;
  return invalid_argument("Invalid copy source bucket name", source_header, header);
}

Result<SourceObject> find_copy_source(const Call& call) {
  PAIL_TRY(CopySource source, parse_copy_source(call.headers.get(source_header)));
  PAIL_TRY(check_version_id(source.version_id));
  PAIL_TRY(refuse_customer_keys_of_source(call.headers));
  PAIL_TRY(model::Bucket bucket, call.model.bucket(source.bucket));
  PAIL_TRY(check_expected_owner(call.headers.find("x-amz-source-expected-bucket-owner"),
                                call.accounts.number(bucket.owner)));
  PAIL_TRY(check_permission(call, source, bucket));
  PAIL_TRY(model::Object object, find_object(call, source, bucket));
  PAIL_TRY(check_archived(object));
  PAIL_TRY(check_conditions(call, object));
  return SourceObject{std::move(source), std::move(bucket), std::move(object)};
}

void write_source_version(wire::FieldBlock& fields, const SourceObject& from) {
  if (from.bucket.versioning == model::Versioning::unversioned) return;
  fields.add("x-amz-copy-source-version-id", from.object.version_id());
}

Result<void> check_copy_size(std::uint64_t bytes) {
  constexpr std::uint64_t bytes_max = wire::limits::put_bytes_max;
  if (bytes <= bytes_max) return wire::ok();
  return Error(Errc::InvalidRequest,
               "The specified copy source is larger than the maximum allowable size for a copy "
               "source: " +
                   std::to_string(bytes_max));
}

}  // namespace pail::emulator::objects
