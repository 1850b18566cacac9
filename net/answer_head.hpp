// The head of a response, read for what ends its body and nothing else: what a load generator can
// afford for each answer, while parse_response_head() keeps every field. As strict about framing as
// guard.hpp. Pure; the views point into the bytes.
#pragma once

#include <cstddef>
#include <string_view>

#include "net/guard.hpp"

namespace pail::net {

struct AnswerHead {
  unsigned status = 0;
  bool keep_alive = false;
  Framing framing;
  std::string_view etag;  // empty: there is none
};

// The size of the head at the front of `bytes`, or 0 while it is not whole: then `head` holds
// nothing of use. BadRequest: no HTTP/1.x, a line without CRLF, a name that is none, or framing
// that guard.hpp refuses. RequestHeaderSectionTooLarge: beyond head_bytes_max.
Result<std::size_t> parse_answer_head(std::string_view bytes, AnswerHead& head);

}  // namespace pail::net
