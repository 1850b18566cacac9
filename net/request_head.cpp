#include "net/request_head.hpp"

#include <algorithm>

namespace pail::net {
namespace {

bool is_one_word(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
  });
}

// RFC 9110 §8.6: a method that is meant to have a body says so when it is empty.
bool announces_length(std::string_view method, std::uint64_t body_size) {
  return body_size > 0 || method == "PUT" || method == "POST" || method == "PATCH";
}

}  // namespace

Result<void> write_request_head(std::string& out, const HttpRequest& request, const Origin& origin,
                                std::uint64_t body_size, const Way& way) {
  if (!is_one_word(request.method) || !is_one_word(request.target)) {
    return wire::Error(wire::Errc::InvalidArgument, "not a method and a request target");
  }
  const bool to_proxy = way.proxied && !origin.tls;
  out.assign(request.method).append(" ");
  if (to_proxy) out.append(to_string(origin));
  out.append(request.target).append(" HTTP/1.1\r\n");
  wire::FieldBlock own;
  if (to_proxy && !way.authorization.empty()) own.add("Proxy-Authorization", way.authorization);
  if (!request.fields.find("Host")) own.add("Host", host_field(origin));
  if (announces_length(request.method, body_size)) own.add("Content-Length", body_size);
  if (request.expect_continue && body_size > 0) own.add("Expect", "100-continue");
  out.append(own.text()).append(request.fields.text()).append("\r\n");
  return wire::ok();
}

std::string tunnel_head(const Origin& origin, const Way& way) {
  // With its port, even the usual one.
  const std::string target = host_field({origin.host, origin.port, origin.port != 443});
  wire::FieldBlock fields;
  fields.add("Host", target);
  if (!way.authorization.empty()) fields.add("Proxy-Authorization", way.authorization);
  return "CONNECT " + target + " HTTP/1.1\r\n" + std::string(fields.text()) + "\r\n";
}

}  // namespace pail::net
