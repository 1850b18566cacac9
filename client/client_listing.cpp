// Listing a bucket, page by page.
#include "client/client_calls.hpp"
#include "client/responses.hpp"

namespace pail::client {
namespace {

Request list_request(std::string bucket, const ListOptions& options) {
  Request request = bucket_request("GET", std::move(bucket));
  request.query.add("list-type", "2");
  // Keys may hold bytes that XML cannot.
  request.query.add("encoding-type", "url");
  request.query.add("max-keys", std::to_string(options.keys_max));
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) request.query.add(name, value);
  };
  add("prefix", options.prefix);
  add("delimiter", options.delimiter);
  add("start-after", options.start_after);
  add("continuation-token", options.continuation_token);
  return request;
}

}  // namespace

Task<ListPage> Client::list_objects(std::string bucket, ListOptions options) {
  PAIL_CO_TRY(const Answer answer, co_await answer_to(list_request(std::move(bucket), options)));
  co_return read_list_page(answer.body);
}

Task<void> Client::each_page(std::string bucket, ListOptions options,
                             std::function<bool(const ListPage&)> visit) {
  for (;;) {
    PAIL_CO_TRY(const ListPage page, co_await list_objects(bucket, options));
    if (!visit(page) || page.next_token.empty()) co_return wire::ok();
    // A server that hands out the same token again would keep us here for ever.
    if (page.next_token == options.continuation_token) {
      co_return wire::Error(wire::Errc::MalformedXML, "The listing does not get any further.");
    }
    options.continuation_token = page.next_token;
  }
}

}  // namespace pail::client
