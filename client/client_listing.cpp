// Listing a bucket, page by page.
#include "client/client.hpp"
#include "client/ops/listings.hpp"

namespace pail::client {

Task<ListPage> Client::list_objects(std::string bucket, ListOptions options) {
  return call(ops::list_objects_v2(std::move(bucket), options));
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
