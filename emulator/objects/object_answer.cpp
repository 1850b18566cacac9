#include "emulator/objects/object_answer.hpp"

#include "emulator/documents/object_facts.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/model/range.hpp"
#include "emulator/objects/addressed_object.hpp"
#include "emulator/objects/lifecycle_headers.hpp"
#include "emulator/objects/object_headers.hpp"
#include "emulator/objects/part_range.hpp"
#include "emulator/objects/part_request.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::emulator::objects {
namespace {

using wire::Errc;
using wire::Error;

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

Result<std::optional<unsigned>> read_wanted_part(const Call& call) {
  PAIL_TRY(const auto number, read_part_number(call.query));
  if (number && call.headers.has("Range")) {
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

struct Wanted {
  std::optional<model::ByteRange> range;  // nullopt: everything, with 200
  std::optional<PartRange> part;
};

Result<Wanted> find_wanted(const Call& call, const model::Object& object,
                           std::optional<unsigned> number) {
  Wanted wanted;
  if (number) {
    PAIL_TRY(wanted.part, part_range(object, *number));
    if (object.size() > 0) wanted.range = wanted.part->bytes;
    return wanted;
  }
  const auto header = call.headers.find("Range");
  if (!header || !range_applies(call, object)) return wanted;
  PAIL_TRY(wanted.range, model::parse_range(*header, object.size()));
  return wanted;
}

void write_range(ObjectAnswer& answer, const model::ByteRange& range, std::uint64_t size) {
  answer.offset = range.first;
  answer.length = range.length;
  answer.reply.status = 206;
  if (range.length == 0) return;  // an empty last part: no Content-Range could name it
  answer.reply.fields.add("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                               std::to_string(range.first + range.length - 1) +
                                               "/" + std::to_string(size));
}

void write_part_checksum(wire::FieldBlock& fields, const model::Object& object,
                         const PartRange& part) {
  const auto algorithm = object.checksum_algorithm();
  if (!algorithm || part.checksum.empty()) return;
  fields.add(wire::header_name(*algorithm), part.checksum)
      .add("x-amz-checksum-type", documents::checksum_type_name(object.checksum_type()));
}

// A part has a checksum of its own, other ranges have none.
void write_checksum_of(ObjectAnswer& answer, const model::Object& object, const Wanted& wanted) {
  wire::FieldBlock& fields = answer.reply.fields;
  if (wanted.part && wanted.part->parts_count > 0) {
    write_part_checksum(fields, object, *wanted.part);
  } else if (answer.length == object.size()) {
    write_checksum(fields, object);
  }
}

ObjectAnswer not_modified(const model::Object& object, const HeaderOverrides& overrides) {
  ObjectAnswer answer;
  answer.reply.status = Error(Errc::NotModified).status();
  write_validators(answer.reply.fields, object, overrides);
  return answer;
}

ObjectAnswer served(const Call& call, model::Object object, const HeaderOverrides& overrides,
                    const Wanted& wanted) {
  ObjectAnswer answer;
  answer.length = object.size();
  wire::FieldBlock& fields = answer.reply.fields;
  write_validators(fields, object, overrides);
  write_version_id(fields, *call.bucket, object.version_id());
  write_object_headers(fields, object, overrides);
  // Recorded of S3: a request that names a version is not told, even of the current one.
  if (!call.query.value("versionId")) {
    write_expiration(fields, *call.bucket, call.address.key, object);
  }
  if (wanted.range) write_range(answer, *wanted.range, object.size());
  if (wanted.part && wanted.part->parts_count > 0) {
    fields.add("x-amz-mp-parts-count", wanted.part->parts_count);
  }
  if (call.headers.has("x-amz-checksum-mode")) write_checksum_of(answer, object, wanted);
  answer.object = std::move(object);
  return answer;
}

}  // namespace

Result<ObjectAnswer> answer_object(const Call& call) {
  PAIL_TRY(check_read_headers(call.headers));
  PAIL_TRY(check_version_id(call));
  PAIL_TRY(const auto part, read_wanted_part(call));
  PAIL_TRY(const HeaderOverrides overrides, read_overrides(call.query, call.caller));
  PAIL_TRY(model::Object object, find_addressed(call));
  auto judged = model::check(model::ReadConditions::from(call.headers), object.etag(),
                             object.last_modified(), call.now);
  if (!judged && judged.error().code() == Errc::NotModified) return not_modified(object, overrides);
  PAIL_TRY(judged);
  PAIL_TRY(const Wanted wanted, find_wanted(call, object, part));
  return served(call, std::move(object), overrides, wanted);
}

}  // namespace pail::emulator::objects
