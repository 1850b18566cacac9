#include "emulator/object_answer.hpp"

#include "emulator/addressed_object.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/model/range.hpp"
#include "emulator/object_headers.hpp"
#include "emulator/refused_headers.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::uint64_t part_number_max = 10'000;  // S3

Result<void> check_read_headers(const wire::Headers& headers) {
  constexpr std::string_view encryption = "x-amz-server-side-encryption";
  constexpr std::string_view mode = "x-amz-checksum-mode";
  PAIL_TRY(refuse_customer_keys(headers));
  if (const auto value = headers.find(encryption)) {
    std::string message(encryption);
    message += " header is not supported for this operation.";
    return invalid_argument(message, encryption, *value);
  }
  if (headers.has(mode) && !wire::iequals(headers.get(mode), "ENABLED")) {
    return Error(Errc::InvalidRequest, "Value for x-amz-checksum-mode header is invalid.");
  }
  return wire::ok();
}

Result<std::optional<std::uint64_t>> read_part_number(const Call& call) {
  const auto text = call.query.value("partNumber");
  if (!text) return std::optional<std::uint64_t>();
  const auto number = wire::parse_unsigned(*text);
  if (!number || *number < 1 || *number > part_number_max) {
    return invalid_argument("Part number must be an integer between 1 and 10000, inclusive",
                            "partNumber", *text);
  }
  if (call.headers.has("Range")) {
    return Error(Errc::InvalidRequest,
                 "Cannot specify both Range header and partNumber query parameter");
  }
  return number;
}

// If-Range names the object the client has a part of: by ETag, or by the very Last-Modified.
bool range_applies(const Call& call, const model::Object& object) {
  const auto known = call.headers.find("If-Range");
  if (!known) return true;
  const auto modified = std::chrono::floor<std::chrono::seconds>(object.last_modified());
  if (const auto date = wire::parse_http_date(*known, call.now)) return *date == modified;
  return model::names_etag(*known, object.etag());
}

// A part of an object that was stored in one piece is the whole of it.
Result<std::optional<model::ByteRange>> range_of_part(std::uint64_t part, std::uint64_t size) {
  if (part > 1) {
    return Error(Errc::InvalidPartNumber)
        .with("ActualPartCount", "1")
        .with("PartNumberRequested", std::to_string(part));
  }
  if (size == 0) return std::optional<model::ByteRange>();  // no Content-Range could name it
  return std::optional(model::ByteRange{0, size});
}

// nullopt: everything, with 200.
Result<std::optional<model::ByteRange>> wanted_range(const Call& call, const model::Object& object,
                                                     std::optional<std::uint64_t> part) {
  if (part) return range_of_part(*part, object.size());
  const auto header = call.headers.find("Range");
  if (!header || !range_applies(call, object)) return std::optional<model::ByteRange>();
  return model::parse_range(*header, object.size());
}

void write_range(ObjectAnswer& answer, const model::ByteRange& range, std::uint64_t size) {
  answer.offset = range.first;
  answer.length = range.length;
  answer.reply.status = 206;
  answer.reply.fields.add("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                               std::to_string(range.first + range.length - 1) +
                                               "/" + std::to_string(size));
}

ObjectAnswer not_modified(const model::Object& object, const HeaderOverrides& overrides) {
  ObjectAnswer answer;
  answer.reply.status = Error(Errc::NotModified).status();
  write_validators(answer.reply.fields, object, overrides);
  return answer;
}

ObjectAnswer served(const Call& call, model::Object object, const HeaderOverrides& overrides,
                    const std::optional<model::ByteRange>& range) {
  ObjectAnswer answer;
  answer.length = object.size();
  wire::FieldBlock& fields = answer.reply.fields;
  write_validators(fields, object, overrides);
  write_version_id(fields, *call.bucket, object.version_id());
  write_object_headers(fields, object, overrides);
  if (range) write_range(answer, *range, object.size());
  const bool whole = answer.length == object.size();
  if (whole && call.headers.has("x-amz-checksum-mode")) write_checksum(fields, object);
  answer.object = std::move(object);
  return answer;
}

}  // namespace

Result<ObjectAnswer> answer_object(const Call& call) {
  PAIL_TRY(check_read_headers(call.headers));
  PAIL_TRY(check_version_id(call));
  PAIL_TRY(const auto part, read_part_number(call));
  PAIL_TRY(const HeaderOverrides overrides, read_overrides(call.query, call.caller));
  PAIL_TRY(model::Object object, find_addressed(call));
  auto judged = model::check(model::ReadConditions::from(call.headers), object.etag(),
                             object.last_modified(), call.now);
  if (!judged && judged.error().code() == Errc::NotModified) return not_modified(object, overrides);
  PAIL_TRY(judged);
  PAIL_TRY(const auto range, wanted_range(call, object, part));
  return served(call, std::move(object), overrides, range);
}

}  // namespace pail::emulator
