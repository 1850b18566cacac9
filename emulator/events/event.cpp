#include "emulator/events/event.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::emulator::events {
namespace {

namespace json = boost::json;

struct Kind {
  std::string_view name;
  std::string_view version;
  bool has_size;
  bool has_etag;
  bool has_sequencer;
  // EventBridge's words; "" where it has none.
  std::string_view detail_type;
  std::string_view reason;
  std::string_view deletion;
};

constexpr std::string_view permanently = "Permanently Deleted";
constexpr std::string_view by_marker = "Delete Marker Created";

// By Happened.
constexpr std::array<Kind, 12> kinds = {{
    {"ObjectCreated:Put", "2.1", true, true, true, "Object Created", "PutObject", ""},
    {"ObjectCreated:Post", "2.1", true, true, true, "Object Created", "POST Object", ""},
    {"ObjectCreated:Copy", "2.1", true, true, true, "Object Created", "CopyObject", ""},
    {"ObjectCreated:CompleteMultipartUpload", "2.1", true, true, true, "Object Created",
     "CompleteMultipartUpload", ""},
    {"ObjectRemoved:Delete", "2.1", false, false, true, "Object Deleted", "DeleteObject",
     permanently},
    {"ObjectRemoved:DeleteMarkerCreated", "2.1", false, false, true, "Object Deleted",
     "DeleteObject", by_marker},
    {"ObjectTagging:Put", "2.3", false, true, false, "Object Tags Added", "", ""},
    {"ObjectTagging:Delete", "2.3", false, true, false, "Object Tags Deleted", "", ""},
    {"ObjectAcl:Put", "2.3", false, true, false, "Object ACL Updated", "", ""},
    {"LifecycleExpiration:Delete", "2.3", false, false, true, "Object Deleted",
     "Lifecycle Expiration", permanently},
    {"LifecycleExpiration:DeleteMarkerCreated", "2.3", false, false, true, "Object Deleted",
     "Lifecycle Expiration", by_marker},
    {"LifecycleTransition", "2.3", true, true, true, "Object Storage Class Changed", "", ""},
}};

const Kind& kind_of(Happened what) noexcept {
  return kinds[static_cast<std::size_t>(what)];
}

// Boost's string_view is another than the language's.
json::string text(std::string_view text) {
  return json::string(text.data(), text.size());
}

// With the milliseconds that there are; listings never show them.
std::string bucket_arn(const model::Bucket& bucket) {
  return "arn:aws:s3:::" + bucket.name;
}

// Like the customer ids S3 writes there, which no document derives from anything else.
std::string owner_principal(std::string_view canonical_id) {
  constexpr std::size_t digits = 13;
  std::string id = "A";
  for (const char c : canonical_id.substr(0, digits)) {
    id += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return id;
}

// S3 itself is no principal of an account.
std::string principal_of(const Occasion& occasion) {
  if (occasion.principal.empty()) return "Anonymous";
  const bool service = occasion.principal == service_principal;
  return (service ? "" : "AWS:") + std::string(occasion.principal);
}

bool names_version(const Happening& happening) {
  return !happening.version_id.empty() && happening.version_id != model::null_version;
}

json::object object_of_record(const Event& event) {
  const Happening& happening = event.happening;
  const Kind& kind = kind_of(happening.what);
  json::object object;
  object["key"] = text(wire::list_encode(happening.key));
  if (kind.has_size) object["size"] = happening.size;
  if (kind.has_etag) object["eTag"] = text(happening.etag);
  if (names_version(happening)) object["versionId"] = text(happening.version_id);
  if (kind.has_sequencer) object["sequencer"] = text(event.sequencer);
  return object;
}

json::object bucket_of_record(const model::Bucket& bucket) {
  return {{"name", text(bucket.name)},
          {"ownerIdentity", {{"principalId", text(owner_principal(bucket.owner))}}},
          {"arn", text(bucket_arn(bucket))}};
}

json::object object_of_bridge(const Event& event) {
  const Happening& happening = event.happening;
  const Kind& kind = kind_of(happening.what);
  json::object object;
  object["key"] = text(happening.key);
  if (kind.has_size) object["size"] = happening.size;
  if (kind.has_etag) object["etag"] = text(happening.etag);
  if (names_version(happening)) object["version-id"] = text(happening.version_id);
  if (kind.has_sequencer) object["sequencer"] = text(event.sequencer);
  return object;
}

json::object detail_of_bridge(const Event& event) {
  const Occasion& occasion = event.occasion;
  const Kind& kind = kind_of(event.happening.what);
  json::object detail = {
      {"version", "0"},
      {"bucket", {{"name", text(event.bucket.name)}}},
      {"object", object_of_bridge(event)},
      {"request-id", text(occasion.request_id)},
      {"requester", occasion.account.empty() ? json::string("anonymous") : text(occasion.account)},
      {"source-ip-address", text(occasion.source)}};
  if (!kind.reason.empty()) detail["reason"] = text(kind.reason);
  if (!kind.deletion.empty()) detail["deletion-type"] = text(kind.deletion);
  if (event.happening.what == Happened::transitioned) {
    detail["destination-storage-class"] = text(event.happening.storage_class);
  }
  return detail;
}

// In the form of a UUID; the same event has the same however often it is delivered.
std::string id_of(const Event& event) {
  std::string says(event.occasion.request_id);
  says.append(event.sequencer).append(event.happening.key);
  std::string id = wire::to_hex(wire::md5(wire::as_bytes(says)));
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) id.insert(dash, 1, '-');
  return id;
}

}  // namespace

std::string_view name(Happened what) noexcept {
  return kind_of(what).name;
}

std::string sequencer_text(std::uint64_t number) {
  constexpr std::size_t digits_wanted = 18;
  std::array<char, digits_wanted> digits{};
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  std::string text(digits_wanted - static_cast<std::size_t>(end - digits.data()), '0');
  std::transform(digits.data(), end, std::back_inserter(text),
                 [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

std::string record_json(const Event& event, std::string_view configuration_id) {
  const Occasion& occasion = event.occasion;
  const Kind& kind = kind_of(event.happening.what);
  json::object record = {
      {"eventVersion", text(kind.version)},
      {"eventSource", "aws:s3"},
      {"awsRegion", text(event.bucket.region)},
      {"eventTime", wire::format_iso_fraction(occasion.time, 3)},
      {"eventName", text(kind.name)},
      {"userIdentity", {{"principalId", text(principal_of(occasion))}}},
      {"requestParameters", {{"sourceIPAddress", text(occasion.source)}}},
      {"responseElements",
       {{"x-amz-request-id", text(occasion.request_id)}, {"x-amz-id-2", text(occasion.host_id)}}},
      {"s3",
       {{"s3SchemaVersion", "1.0"},
        {"configurationId", text(configuration_id)},
        {"bucket", bucket_of_record(event.bucket)},
        {"object", object_of_record(event)}}}};
  if (event.happening.what == Happened::transitioned) {
    json::object transition = {{"destinationStorageClass", text(event.happening.storage_class)}};
    record["lifecycleEventData"] = json::object{{"transitionEventData", std::move(transition)}};
  }
  return json::serialize(json::object{{"Records", json::array{std::move(record)}}});
}

std::string event_bridge_json(const Event& event) {
  const json::object whole = {{"version", "0"},
                              {"id", text(id_of(event))},
                              {"detail-type", text(kind_of(event.happening.what).detail_type)},
                              {"source", "aws.s3"},
                              {"account", text(event.occasion.owner_account)},
                              {"time", wire::format_iso_extended(event.occasion.time)},
                              {"region", text(event.bucket.region)},
                              {"resources", json::array{text(bucket_arn(event.bucket))}},
                              {"detail", detail_of_bridge(event)}};
  return json::serialize(whole);
}

std::string test_json(const Occasion& occasion, const model::Bucket& bucket) {
  const json::object message = {{"Service", "Amazon S3"},
                                {"Event", "s3:TestEvent"},
                                {"Time", wire::format_iso_fraction(occasion.time, 3)},
                                {"Bucket", text(bucket.name)},
                                {"RequestId", text(occasion.request_id)},
                                {"HostId", text(occasion.host_id)}};
  return json::serialize(message);
}

}  // namespace pail::emulator::events
