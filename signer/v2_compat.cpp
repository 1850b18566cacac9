#include "signer/v2_compat.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "signer/v2.hpp"

namespace pail::signer::v2 {
namespace {

// S3's sub-resources that boto3 does not know as such (sigv2.md §5 against boto3's list in §12).
// Sorted.
// clang-format off
constexpr std::string_view left_out_by_boto[] = {
    "abac", "annotation", "annotationName", "attributes", "encryption", "intelligent-tiering",
    "legal-hold", "metadataAnnotationTable", "metadataConfiguration", "metadataInventoryTable",
    "metadataJournalTable", "metadataTable", "ownershipControls", "policyStatus",
    "publicAccessBlock", "retention"};
// clang-format on
static_assert(std::is_sorted(std::begin(left_out_by_boto), std::end(left_out_by_boto)));

bool is_left_out(std::string_view name) {
  return std::binary_search(std::begin(left_out_by_boto), std::end(left_out_by_boto), name);
}

// The path of the bucket with the slash S3 does not expect, or without the one it does; "" when a
// key or nothing is addressed.
std::string other_bucket_path(const Message& message) {
  if (!message.host_bucket.empty()) {
    return message.path == "/" ? "/" + std::string(message.host_bucket) : "";
  }
  const std::string_view path = message.path;
  const bool bare_bucket = path.size() > 1 && path.find('/', 1) == std::string_view::npos;
  return bare_bucket ? std::string(path) + "/" : "";
}

std::string resource(const Message& message, std::string_view host_bucket, std::string_view path,
                     const wire::Query& query) {
  Text out;
  append_resource(out, {message.method, path, query, message.headers, host_bucket});
  return out.string();
}

// What may stand behind the path, S3's own ending first.
std::vector<std::string> endings(const Message& message) {
  wire::Query known;
  for (const wire::QueryParam& param : message.query.all()) {
    if (!is_left_out(param.name)) known.add(param.name, param.value);
  }
  const std::string by_boto = resource(message, {}, {}, known);
  std::vector<std::string> all = {resource(message, {}, {}, message.query), by_boto};
  // The template's query comes first in the request: one parameter, or select&select-type=2.
  std::string of_template;
  for (const wire::QueryParam& param : message.query.all()) {
    of_template += of_template.empty() ? '?' : '&';
    of_template += param.raw_name;
    if (param.has_equals) of_template.append("=").append(param.raw_value);
    all.push_back(of_template + by_boto);
    if (all.size() == 4) break;
  }
  return all;
}

}  // namespace

std::vector<std::string> resources_of_boto(const Message& message) {
  const wire::Query nothing;
  const std::string own = resource(message, message.host_bucket, message.path, message.query);
  const std::string path = resource(message, message.host_bucket, message.path, nothing);
  const std::string other_path = other_bucket_path(message);
  std::vector<std::string> all;
  for (const std::string& ending : endings(message)) {
    all.push_back(path + ending);
    if (!other_path.empty()) all.push_back(other_path + ending);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  all.erase(std::remove(all.begin(), all.end(), own), all.end());
  return all;
}

}  // namespace pail::signer::v2
