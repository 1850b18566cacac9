// The operations on the service and on buckets.
#include "client/client.hpp"
#include "client/ops/buckets.hpp"

namespace pail::client {

Task<std::vector<BucketEntry>> Client::list_buckets() {
  PAIL_CO_TRY(ops::BucketPage page, co_await call(ops::list_buckets()));
  co_return std::move(page.buckets);
}

Task<void> Client::create_bucket(std::string bucket) {
  ops::CreateBucketOptions options;
  options.region = config_.region;
  return call(ops::create_bucket(std::move(bucket), options));
}

Task<void> Client::head_bucket(std::string bucket) {
  PAIL_CO_TRY(co_await call(ops::head_bucket(std::move(bucket))));
  co_return wire::ok();
}

Task<void> Client::delete_bucket(std::string bucket) {
  return call(ops::delete_bucket(std::move(bucket)));
}

Task<std::string> Client::get_bucket_location(std::string bucket) {
  return call(ops::get_bucket_location(std::move(bucket)));
}

}  // namespace pail::client
