// The head of one HTTP message, read into views of the caller's bytes: nothing is copied. As strict
// as Beast's parser, which the tests hold it against. Names and values are as received; a folded
// value keeps its line breaks (signatures unfold it themselves: shared/spec/sigv2.md §4.5).
//
// Stateless: called with all that has arrived so far, again when more has. Thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

#include "net/exchange.hpp"
#include "net/guard.hpp"

namespace pail::net {

struct RequestHead {
  Request request;  // method, target, version, headers and framing; the rest is the connection's
  bool keep_alive = false;
  bool expects_continue = false;
};

// Parses and judges the request head at the front of `bytes`. The size of the head, or 0 while it
// is not whole: then `head` holds nothing of use. BadRequest: not HTTP/1.x, or guard.hpp refuses
// it. RequestHeaderSectionTooLarge: beyond one of wire/limits.hpp. NotImplemented: a
// Transfer-Encoding we do not know.
Result<std::size_t> parse_request_head(std::string_view bytes, RequestHead& head);

struct ResponseHeadView {
  unsigned status = 0;
  bool keep_alive = false;
  Framing framing;
  wire::Headers headers;
};

// The same for a response. BadRequest and RequestHeaderSectionTooLarge: not a response we can read.
Result<std::size_t> parse_response_head(std::string_view bytes, ResponseHeadView& head);

}  // namespace pail::net
