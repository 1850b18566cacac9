// The text in front of a request's body: request line, Host, the caller's fields, and what net
// owns.
#pragma once

#include <string>

#include "net/http_client.hpp"

namespace pail::net {

// Replaces `out`. InvalidArgument when method or target hold white space or controls: they would
// forge a second request.
Result<void> write_request_head(std::string& out, const HttpRequest& request, const Origin& origin,
                                std::uint64_t body_size);

}  // namespace pail::net
