// The operations on the service and on buckets.
#include "client/client_calls.hpp"
#include "client/responses.hpp"

namespace pail::client {

Task<std::vector<BucketEntry>> Client::list_buckets() {
  PAIL_CO_TRY(const Answer answer, co_await answer_to(service_request("GET")));
  co_return read_bucket_list(answer.body);
}

Task<void> Client::create_bucket(std::string bucket) {
  // The first region wants no document: naming it is an error there.
  std::string body = config_.region == default_region ? "" : create_bucket_xml(config_.region);
  PAIL_CO_TRY(co_await answer_to(bucket_request("PUT", std::move(bucket)), std::move(body)));
  co_return wire::ok();
}

Task<void> Client::head_bucket(std::string bucket) {
  PAIL_CO_TRY(co_await answer_to(bucket_request("HEAD", std::move(bucket))));
  co_return wire::ok();
}

Task<void> Client::delete_bucket(std::string bucket) {
  PAIL_CO_TRY(co_await answer_to(bucket_request("DELETE", std::move(bucket))));
  co_return wire::ok();
}

Task<std::string> Client::get_bucket_location(std::string bucket) {
  Request request = bucket_request("GET", std::move(bucket));
  request.query.add("location");
  PAIL_CO_TRY(const Answer answer, co_await answer_to(std::move(request)));
  co_return read_location(answer.body);
}

}  // namespace pail::client
