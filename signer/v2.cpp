#include "signer/v2.hpp"

#include <algorithm>
#include <array>
#include <boost/container/small_vector.hpp>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>

#include "signer/canonical.hpp"
#include "wire/text.hpp"

namespace pail::signer::v2 {
namespace {

// sigv2.md §5, measured: every query parameter of the S3 model was tried. Sorted, so that walking
// the table gives the order of the string to sign.
// clang-format off
constexpr std::string_view signed_names[] = {
    "abac", "accelerate", "acl", "analytics", "annotation", "annotationName", "attributes",
    "cors", "delete", "encryption", "intelligent-tiering", "inventory", "legal-hold",
    "lifecycle", "location", "logging", "metadataAnnotationTable", "metadataConfiguration",
    "metadataInventoryTable", "metadataJournalTable", "metadataTable", "metrics",
    "notification", "object-lock", "ownershipControls", "partNumber", "policy", "policyStatus",
    "publicAccessBlock", "replication", "requestPayment", "response-cache-control",
    "response-content-disposition", "response-content-encoding", "response-content-language",
    "response-content-type", "response-expires", "restore", "retention", "select",
    "select-type", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning",
    "versions", "website"};
constexpr std::string_view names_with_value[] = {
    "partNumber", "response-cache-control", "response-content-disposition",
    "response-content-encoding", "response-content-language", "response-content-type",
    "response-expires", "select-type", "uploadId", "versionId"};
// clang-format on
constexpr std::size_t name_count = std::size(signed_names);

static_assert(std::is_sorted(std::begin(signed_names), std::end(signed_names)));
static_assert(std::is_sorted(std::begin(names_with_value), std::end(names_with_value)));

// The place of `name` in signed_names, or name_count.
constexpr std::size_t place_of(std::string_view name) noexcept {
  if (name < signed_names[0]) return name_count;  // AWSAccessKeyId, Expires, Signature, X-Amz-*
  const auto* const found =
      std::lower_bound(std::begin(signed_names), std::end(signed_names), name);
  const bool is_signed = found != std::end(signed_names) && *found == name;
  return is_signed ? static_cast<std::size_t>(found - signed_names) : name_count;
}

constexpr bool has_signed_value(std::string_view name) noexcept {
  return std::binary_search(std::begin(names_with_value), std::end(names_with_value), name);
}

// A header field, or a query parameter that stands for one.
struct AmzField {
  std::string_view name;
  std::string_view value;
  std::size_t arrival;  // parameters count before header fields, since they replace them
  bool from_query;
};
using AmzFields = boost::container::small_vector<AmzField, 16>;

AmzFields amz_fields(const Message& message) {
  AmzFields fields;
  for (const wire::QueryParam& param : message.query.all()) {
    if (canonical::is_amz(param.name)) {
      fields.push_back({param.name, param.value, fields.size(), true});
    }
  }
  for (const wire::Header& header : message.headers) {
    if (canonical::is_amz(header.name)) {
      fields.push_back({header.name, header.value, fields.size(), false});
    }
  }
  std::sort(fields.begin(), fields.end(), [](const AmzField& a, const AmzField& b) {
    if (canonical::name_less(a.name, b.name)) return true;
    return !canonical::name_less(b.name, a.name) && a.arrival < b.arrival;
  });
  return fields;
}

// All fields of one name: repeated headers are joined; of parameters the first counts, alone.
void append_amz_line(Text& out, std::span<const AmzField> of_one_name) {
  const AmzField& first = of_one_name.front();
  canonical::append_lower(out, first.name);
  out += ':';
  canonical::append_unfolded(out, first.value);
  const auto repeated = first.from_query ? std::span<const AmzField>{} : of_one_name.subspan(1);
  for (const AmzField& field : repeated) {
    out += ',';
    canonical::append_unfolded(out, field.value);
  }
  out += '\n';
}

void append_line(Text& out, std::string_view text) {
  out += text;
  out += '\n';
}

void append_before_resource(Text& out, const Message& message, std::string_view date_line) {
  append_line(out, message.method);
  append_line(out, wire::trim(message.headers.get("content-md5")));
  append_line(out, wire::trim(message.headers.get("content-type")));
  append_line(out, date_line);
  append_amz_headers(out, message);
}

}  // namespace

void append_string_to_sign(Text& out, const Message& message, std::string_view date_line) {
  append_before_resource(out, message, date_line);
  append_resource(out, message);
}

std::string string_to_sign(const Message& message, std::string_view date_line) {
  Text out;
  append_string_to_sign(out, message, date_line);
  return out.string();
}

std::string string_to_sign(const Message& message, std::string_view date_line,
                           std::string_view resource) {
  Text out;
  append_before_resource(out, message, date_line);
  out += resource;
  return out.string();
}

std::string_view header_date_line(const wire::Headers& headers) noexcept {
  const canonical::SentDate date = canonical::request_date(headers);
  return date.is_amz ? std::string_view{} : date.text;
}

void append_amz_headers(Text& out, const Message& message) {
  const AmzFields fields = amz_fields(message);
  for (auto first = fields.begin(); first != fields.end();) {
    const auto last = std::find_if(first, fields.end(), [&](const AmzField& field) {
      return !wire::iequals(field.name, first->name);
    });
    append_amz_line(out, {first, last});
    first = last;
  }
}

void append_resource(Text& out, const Message& message) {
  if (!message.host_bucket.empty()) {
    out += '/';
    out += message.host_bucket;
  }
  out += message.path;
  if (message.query.empty()) return;

  std::array<const wire::QueryParam*, name_count> first{};
  bool any = false;
  for (const wire::QueryParam& param : message.query.all()) {
    const std::size_t place = place_of(param.name);
    if (place == name_count || first[place] != nullptr) continue;
    first[place] = &param;
    any = true;
  }
  if (!any) return;
  char separator = '?';
  for (const wire::QueryParam* const param : first) {
    if (param == nullptr) continue;
    out += std::exchange(separator, '&');
    out += param->name;
    if (!has_signed_value(param->name)) continue;
    out += '=';
    out += param->value;
  }
}

SubResource sub_resource(std::string_view name) noexcept {
  if (place_of(name) == name_count) return SubResource::not_signed;
  return has_signed_value(name) ? SubResource::name_and_value : SubResource::name_only;
}

void append_signature(std::string& out, const Key& key, const Message& message,
                      std::string_view date_line) {
  Text text;
  append_string_to_sign(text, message, date_line);
  out += key.signature_v2(text);
}

void append_authorization(std::string& out, const Key& key, const Message& message) {
  out += "AWS ";
  out += key.access_key();
  out += ':';
  append_signature(out, key, message, header_date_line(message.headers));
}

std::string authorization(const Key& key, const Message& message) {
  std::string out;
  out.reserve(64);  // with access keys of 20 characters, 53
  append_authorization(out, key, message);
  return out;
}

void presign(const Key& key, const Message& message, wire::Query& query, wire::Time expires) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(expires).time_since_epoch();
  const std::string date_line = std::to_string(seconds.count());
  if (!key.session_token().empty()) query.add("x-amz-security-token", key.session_token());
  query.add("AWSAccessKeyId", key.access_key());
  query.add("Expires", date_line);
  std::string signature;
  append_signature(signature, key, message, date_line);
  query.add("Signature", signature);
}

}  // namespace pail::signer::v2
