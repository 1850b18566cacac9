// The text in front of a reply's body: status line, the service's fields, and the two that net owns
// (Content-Length and Connection).
#pragma once

#include <string>

#include "net/exchange.hpp"

namespace pail::net {

struct ReplyHeadOptions {
  unsigned version = 11;  // of the request
  bool keep_alive = true;
  bool to_head = false;  // the request was a HEAD
};

// Whether a body may follow: not to HEAD, not with 1xx, 204 and 304 (RFC 9110 §6.4.1).
bool may_have_body(unsigned status, bool to_head) noexcept;
// Replaces `out`, keeping its capacity. A 204 or 304 gets no Content-Length.
void write_reply_head(std::string& out, const Reply& reply, const ReplyHeadOptions& options);

}  // namespace pail::net
