// The text in front of a request's body: request line, Host, the caller's fields, and what net
// owns.
#pragma once

#include <string>

#include "net/http_client.hpp"
#include "net/proxy.hpp"

namespace pail::net {

// Replaces `out`. InvalidArgument when method or target hold white space or controls: they would
// forge a second request. A proxy gets the target as a whole URL (RFC 9112 §3.2.2), where it does
// not just carry a tunnel's bytes.
Result<void> write_request_head(std::string& out, const HttpRequest& request, const Origin& origin,
                                std::uint64_t body_size, const Way& way);
// The head that asks a proxy for a tunnel to `origin` (RFC 9110 §9.3.6).
std::string tunnel_head(const Origin& origin, const Way& way);

}  // namespace pail::net
