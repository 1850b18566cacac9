#include "client/ops/copies.hpp"

#include "client/ops/building.hpp"
#include "client/ops/reading.hpp"
#include "wire/date.hpp"

namespace pail::client::ops {

void fields(Reader& way, Copied& copy) {
  way.etag("ETag", copy.etag);
  way.time("LastModified", copy.last_modified);
  way.checksum(copy.checksum);
}

namespace {

// "bucket/key?versionId=id". Encoded, so that a key may hold a question mark of its own.
std::string source_text(const CopySource& from) {
  std::string text = wire::percent_encode(from.bucket + "/" + from.key, true);
  if (!from.version_id.empty()) {
    text += "?versionId=" + wire::percent_encode(from.version_id, false);
  }
  return text;
}

void add_source(Request& request, const CopySource& from) {
  const auto date = [](const std::optional<wire::Time>& time) {
    return time ? wire::format_http_date(*time) : std::string();
  };
  add_header(request, "x-amz-copy-source", source_text(from));
  add_header(request, "x-amz-copy-source-if-match", from.if_match);
  add_header(request, "x-amz-copy-source-if-none-match", from.if_none_match);
  add_header(request, "x-amz-copy-source-if-modified-since", date(from.if_modified_since));
  add_header(request, "x-amz-copy-source-if-unmodified-since", date(from.if_unmodified_since));
  add_header(request, "x-amz-source-expected-bucket-owner", from.expected_owner);
}

Result<Copied> read_copied(const Answer& answer, std::string_view root) {
  PAIL_TRY(Copied copy, read_document<Copied>(answer, root));
  copy.version_id = answer.head.get("x-amz-version-id");
  copy.source_version_id = answer.head.get("x-amz-copy-source-version-id");
  return copy;
}

Result<Copied> read_copied_object(const Answer& answer) {
  return read_copied(answer, "CopyObjectResult");
}

Result<Copied> read_copied_part(const Answer& answer) {
  return read_copied(answer, "CopyPartResult");
}

}  // namespace

Operation<Copied> copy_object(const CopySource& from, std::string bucket, std::string key,
                              const CopyOptions& options) {
  Request request = object_request("PUT", std::move(bucket), std::move(key));
  add_source(request, from);
  if (options.replace_metadata) add_header(request, "x-amz-metadata-directive", "REPLACE");
  if (options.replace_tags) add_header(request, "x-amz-tagging-directive", "REPLACE");
  if (options.checksum) {
    add_header(request, "x-amz-checksum-algorithm", wire::name(*options.checksum));
  }
  add_headers(request, options);
  return operation(std::move(request), read_copied_object);
}

Operation<Copied> upload_part_copy(const CopySource& from, std::string bucket, std::string key,
                                   const PartOfUpload& part, std::optional<ByteRange> range) {
  Request request = object_request("PUT", std::move(bucket), std::move(key));
  request.query.add("partNumber", std::to_string(part.number));
  request.query.add("uploadId", part.upload_id);
  add_source(request, from);
  if (range) {
    add_header(request, "x-amz-copy-source-range",
               "bytes=" + std::to_string(range->first) + "-" + std::to_string(range->last));
  }
  return operation(std::move(request), read_copied_part);
}

}  // namespace pail::client::ops
