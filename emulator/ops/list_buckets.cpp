// ListBuckets: the caller's buckets by name. Spec: shared/spec/operations.md §3, semantics.md §12.
#include "emulator/documents/continuation_token.hpp"
#include "emulator/documents/listing.hpp"
#include "emulator/documents/location_constraint.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

constexpr std::size_t buckets_max = wire::limits::list_buckets_max;

struct Parameters {
  std::string_view prefix;
  std::string_view region;  // "" for all
  std::string after;
  std::size_t count_max = buckets_max;
  bool paged = false;  // any parameter there: each bucket then carries its region
};

Result<void> check_query(const wire::Query& query) {
  PAIL_TRY(documents::read_integer(query, "max-buckets", buckets_max));
  return wire::ok();
}

Result<std::size_t> read_count(const wire::Query& query) {
  PAIL_TRY(const std::int64_t count, documents::read_integer(query, "max-buckets", buckets_max));
  if (count >= 1 && count <= static_cast<std::int64_t>(buckets_max)) {
    return static_cast<std::size_t>(count);
  }
  return invalid_argument("Argument max-buckets must be an integer between 1 and 10000",
                          "max-buckets", std::to_string(count));
}

Result<Parameters> read_parameters(const wire::Query& query) {
  Parameters parameters;
  parameters.prefix = query.value("prefix").value_or(std::string_view{});
  parameters.region = query.value("bucket-region").value_or(std::string_view{});
  if (const auto token = query.value("continuation-token")) {
    PAIL_TRY(parameters.after, documents::read_token(*token));
  }
  PAIL_TRY(parameters.count_max, read_count(query));
  for (const std::string_view name :
       {"max-buckets", "prefix", "continuation-token", "bucket-region"}) {
    parameters.paged = parameters.paged || query.has(name);
  }
  return parameters;
}

// One page of the buckets in the region asked for: the model knows no regions, so its pages are
// read until ours is full.
Result<model::BucketPage> read_page(const Call& call, const Parameters& parameters) {
  model::BucketPage page;
  std::string after = parameters.after;
  for (bool more = true; more;) {
    PAIL_TRY(auto batch, call.model.list_buckets(call.caller.canonical_id, parameters.prefix, after,
                                                 parameters.count_max));
    for (model::Bucket& bucket : batch.buckets) {
      after = bucket.name;
      if (!parameters.region.empty() &&
          documents::region_of_location(bucket.region) != parameters.region) {
        continue;
      }
      if (page.buckets.size() == parameters.count_max) {
        page.truncated = true;
        return page;
      }
      page.buckets.push_back(std::move(bucket));
    }
    more = batch.truncated;
    if (more && parameters.region.empty()) {
      page.truncated = true;
      return page;
    }
  }
  return page;
}

void write_bucket(wire::XmlWriter& xml, const model::Bucket& bucket, bool with_region) {
  xml.open("Bucket")
      .element("Name", bucket.name)
      .element("CreationDate", wire::format_iso_milliseconds(bucket.created));
  if (with_region) xml.element("BucketRegion", documents::region_of_location(bucket.region));
  xml.element("BucketArn", "arn:aws:s3:::" + bucket.name).close();
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(const Parameters parameters, read_parameters(call.query));
  PAIL_TRY(const model::BucketPage page, read_page(call, parameters));
  wire::XmlWriter xml;
  xml.open("ListAllMyBucketsResult", wire::s3_namespace);
  documents::write_owner(xml, call.caller.canonical_id);
  xml.open("Buckets");
  for (const model::Bucket& bucket : page.buckets) write_bucket(xml, bucket, parameters.paged);
  xml.close();
  if (call.query.has("prefix")) xml.element("Prefix", parameters.prefix);
  if (page.truncated)
    xml.element("ContinuationToken", documents::make_token(page.buckets.back().name));
  return Begin(xml_reply(xml.close().take()));
}

}  // namespace

extern const Operation list_buckets;
const Operation list_buckets{.name = "ListBuckets",
                             .method = "GET",
                             .level = Level::service,
                             .action = "s3:ListAllMyBuckets",
                             .check_query = check_query,
                             .begin = begin};

}  // namespace pail::emulator::ops
