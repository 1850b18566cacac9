#include "client/ops/buckets.hpp"

#include "client/ops/building.hpp"
#include "client/ops/ownership_words.hpp"
#include "client/ops/reading.hpp"
#include "client/ops/writing.hpp"

namespace pail::client::ops {

void fields(Reader& way, BucketEntry& bucket) {
  way.text("Name", bucket.name);
  way.time("CreationDate", bucket.created);
  way.text("BucketRegion", bucket.region);
}

void fields(Reader& way, BucketPage& page) {
  way.inside("Buckets", [&](Reader& buckets) { buckets.elements("Bucket", page.buckets); });
  way.text_in("Owner", "ID", page.owner);
  way.text("ContinuationToken", page.next_token);
}

struct LocationConstraint {
  std::string region;
};

void fields(Reader& way, LocationConstraint& location) {
  way.own_text(location.region);
}

void fields(Writer& way, CreateBucketOptions& options) {
  way.text("LocationConstraint", options.region);
}

namespace {

constexpr std::string_view first_region = "us-east-1";

Result<BucketPage> read_buckets(const Answer& answer) {
  return read_document<BucketPage>(answer, "ListAllMyBucketsResult");
}

Result<BucketInfo> read_bucket_head(const Answer& answer) {
  return BucketInfo{std::string(answer.head.get("x-amz-bucket-region")),
                    std::string(answer.head.get("x-amz-bucket-arn"))};
}

Result<std::string> read_location(const Answer& answer) {
  PAIL_TRY(LocationConstraint location,
           read_document<LocationConstraint>(answer, "LocationConstraint"));
  if (location.region.empty()) return std::string(first_region);
  if (location.region == "EU") return std::string("eu-west-1");
  return std::move(location.region);
}

}  // namespace

Operation<BucketPage> list_buckets(const ListBucketsOptions& options) {
  Request request = service_request("GET");
  add_query(request, "prefix", options.prefix);
  add_query(request, "bucket-region", options.region);
  add_query(request, "continuation-token", options.continuation_token);
  if (options.buckets_max > 0) {
    request.query.add("max-buckets", std::to_string(options.buckets_max));
  }
  return operation(std::move(request), read_buckets);
}

Operation<void> create_bucket(std::string bucket, const CreateBucketOptions& options) {
  Request request = bucket_request("PUT", std::move(bucket));
  if (options.acl) add_header(request, "x-amz-acl", name(*options.acl));
  if (options.ownership) {
    add_header(request, "x-amz-object-ownership", word_of(*options.ownership, ownership_words));
  }
  add_headers(request, options.headers);
  if (options.region.empty() || options.region == first_region) {
    return operation(std::move(request), read_nothing);
  }
  CreateBucketOptions document = options;
  return operation(std::move(request), write_document("CreateBucketConfiguration", document),
                   read_nothing);
}

Operation<BucketInfo> head_bucket(std::string bucket) {
  return operation(bucket_request("HEAD", std::move(bucket)), read_bucket_head);
}

Operation<void> delete_bucket(std::string bucket) {
  return operation(bucket_request("DELETE", std::move(bucket)), read_nothing);
}

Operation<std::string> get_bucket_location(std::string bucket) {
  Request request = bucket_request("GET", std::move(bucket));
  request.query.add("location");
  return operation(std::move(request), read_location);
}

}  // namespace pail::client::ops
