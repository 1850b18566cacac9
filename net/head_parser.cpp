#include "net/head_parser.hpp"

#include "net/view_parser.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// " HTTP/1.1\r\n": what follows the target in a request line.
constexpr std::size_t request_line_end_bytes = 11;

class RequestParser final : public ViewParser<true> {
 public:
  RequestParser(std::string_view bytes, Request& request)
      : ViewParser(bytes, request.headers), request_(request) {}

 private:
  void on_request_impl(http::verb, Text method, Text target, int version, Failure&) override {
    set_version(version);
    request_.method = view(method);
    request_.target = view(target);
    request_.version = static_cast<unsigned>(version);
  }

  Request& request_;
};

class ResponseParser final : public ViewParser<false> {
 public:
  ResponseParser(std::string_view bytes, ResponseHeadView& head)
      : ViewParser(bytes, head.headers), head_(head) {}

 private:
  void on_response_impl(int status, Text, int version, Failure&) override {
    set_version(version);
    head_.status = static_cast<unsigned>(status);
  }

  ResponseHeadView& head_;
};

// RFC 9112 §2.2: old clients send a line break too many after a body.
std::size_t leading_line_break(std::string_view bytes) {
  return bytes.starts_with("\r\n") ? 2 : 0;
}

// An empty body is asked for too, though HTTP would allow us not to: older botocore waits for the
// 100 of a PUT with Content-Length: 0 until its next request times out.
bool expects_continue(const Request& request) {
  const bool announces_body = request.chunked || request.content_length.has_value();
  if (request.version < 11 || !announces_body) return false;
  return wire::iequals(request.headers.get("Expect"), "100-continue");
}

Result<void> judge_sizes(const Request& request, std::string_view head) {
  const char* section = request.target.data() + request.target.size() + request_line_end_bytes;
  const auto section_bytes = static_cast<std::size_t>(head.data() + head.size() - section);
  if (section_bytes > wire::limits::header_section_bytes_max ||
      request.target.size() > wire::limits::target_bytes_max) {
    return Errc::RequestHeaderSectionTooLarge;
  }
  return wire::ok();
}

}  // namespace

Result<std::size_t> parse_request_head(std::string_view bytes, RequestHead& head) {
  const std::size_t start = leading_line_break(bytes);
  bytes.remove_prefix(start);
  RequestParser parser(bytes, head.request);
  PAIL_TRY(const std::size_t size, parser.parse());
  if (size == 0) return size;
  PAIL_TRY(judge_sizes(head.request, bytes.substr(0, size)));
  PAIL_TRY(const Framing framing, judge_request(parser.framing()));
  head.request.content_length = framing.content_length;
  head.request.chunked = framing.chunked;
  head.keep_alive = parser.keep_alive();
  head.expects_continue = expects_continue(head.request);
  return start + size;
}

Result<std::size_t> parse_response_head(std::string_view bytes, ResponseHeadView& head) {
  ResponseParser parser(bytes, head);
  PAIL_TRY(const std::size_t size, parser.parse());
  if (size == 0) return size;
  PAIL_TRY(head.framing, judge_response(parser.framing()));
  head.keep_alive = parser.keep_alive();
  return size;
}

}  // namespace pail::net
