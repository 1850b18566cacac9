#include "net/reply_head.hpp"

#include <boost/beast/http/status.hpp>

#include "wire/text.hpp"

namespace pail::net {
namespace {

void append_status_line(std::string& out, unsigned status) {
  // The commonest line is one copy.
  if (status == 200) {
    out.append("HTTP/1.1 200 OK\r\n");
    return;
  }
  const auto known = boost::beast::http::int_to_status(status);
  const auto reason = boost::beast::http::obsolete_reason(known);
  out.append("HTTP/1.1 ");
  wire::append_number(out, status);
  out.append(" ").append(reason.data(), reason.size()).append("\r\n");
}

bool has_length(unsigned status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

bool may_have_body(unsigned status, bool to_head) noexcept {
  return !to_head && has_length(status);
}

void write_reply_head(std::string& out, const Reply& reply, const ReplyHeadOptions& options) {
  out.clear();
  append_status_line(out, reply.status);
  out.append(reply.fields.text());
  if (has_length(reply.status)) {
    out.append("Content-Length: ");
    wire::append_number(
        out, options.to_head && reply.head_length ? *reply.head_length : reply.body_size());
    out.append("\r\n");
  }
  if (!options.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (options.version < 11) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

}  // namespace pail::net
