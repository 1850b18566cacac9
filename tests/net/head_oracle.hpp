// The same heads by another reader: Beast's basic_parser, with callbacks that keep views. What
// net's own reader is held against, on purpose by nobody else. Its answers have the same meaning.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <functional>
#include <string_view>

#include "net/head_parser.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::net::oracle {

namespace beast = boost::beast;
namespace http = boost::beast::http;

template <bool is_request>
class ViewParser : public http::basic_parser<is_request> {
 public:
  ViewParser(std::string_view bytes, wire::Headers& headers) : bytes_(bytes), headers_(headers) {
    this->header_limit(wire::limits::head_bytes_max);
    this->skip(true);  // the head alone: bodies are net/body_framing's
    headers_.clear();
  }

  // The size of the head, 0 when it is not whole yet.
  Result<std::size_t> parse() {
    boost::system::error_code error;
    const auto head = bytes_.substr(0, wire::limits::head_bytes_max);
    const std::size_t size = this->put({head.data(), head.size()}, error);
    if (error == http::error::header_limit) return wire::Errc::RequestHeaderSectionTooLarge;
    if (error && error != http::error::need_more) return wire::Errc::BadRequest;
    if (this->is_done()) return size;
    if (head.size() < bytes_.size()) return wire::Errc::RequestHeaderSectionTooLarge;
    return std::size_t{0};
  }

  const FramingFields& framing() const noexcept { return framing_; }

 protected:
  using Text = beast::string_view;
  using Failure = boost::system::error_code;

  static std::string_view view(Text text) noexcept { return {text.data(), text.size()}; }
  void set_version(int version) noexcept { framing_.version = static_cast<unsigned>(version); }

 private:
  void on_request_impl(http::verb, Text, Text, int, Failure&) override {}
  void on_response_impl(int, Text, int, Failure&) override {}
  void on_header_impl(Failure&) override {}
  void on_finish_impl(Failure&) override {}
  // Never reached: skip(true) ends the parser with the head.
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Failure&) override {}
  std::size_t on_body_impl(Text, Failure&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, Text, Failure&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text, Failure&) override { return 0; }

  void on_field_impl(http::field field, Text name, Text value, Failure& failure) override {
    if (headers_.size() == wire::limits::header_count_max) {
      failure = http::error::header_limit;
      return;
    }
    const std::string_view kept = is_inside(value) ? view(value) : folded_value(view(name));
    headers_.add(view(name), kept);
    note_framing(field, kept);
  }

  void note_framing(http::field field, std::string_view value) noexcept {
    if (field == http::field::host) {
      ++framing_.hosts;
      framing_.host = value;
    } else if (field == http::field::content_length) {
      ++framing_.lengths;
      framing_.length = value;
    } else if (field == http::field::transfer_encoding) {
      ++framing_.encodings;
      framing_.encoding = value;
    }
  }

  // Beast joins a folded value in a buffer of its own, gone after the callback.
  bool is_inside(Text value) const noexcept {
    const std::less_equal<> at_most;
    return at_most(bytes_.data(), value.data()) &&
           at_most(value.data() + value.size(), bytes_.data() + bytes_.size());
  }

  // The value as received: from the colon to the line break that no white space follows.
  std::string_view folded_value(std::string_view name) const noexcept {
    const auto start = static_cast<std::size_t>(name.data() - bytes_.data()) + name.size() + 1;
    std::size_t end = bytes_.find("\r\n", start);
    while (bytes_[end + 2] == ' ' || bytes_[end + 2] == '\t') end = bytes_.find("\r\n", end + 2);
    return wire::trim(bytes_.substr(start, end - start));
  }

  std::string_view bytes_;
  wire::Headers& headers_;
  FramingFields framing_;
};

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

// But for limits, and for Expect, which are no matter of reading.
inline Result<std::size_t> parse_request_head(std::string_view bytes, RequestHead& head) {
  const std::size_t start = bytes.starts_with("\r\n") ? 2 : 0;
  RequestParser parser(bytes.substr(start), head.request);
  PAIL_TRY(const std::size_t size, parser.parse());
  if (size == 0) return size;
  PAIL_TRY(const Framing framing, judge_request(parser.framing()));
  head.request.content_length = framing.content_length;
  head.request.chunked = framing.chunked;
  head.keep_alive = parser.keep_alive();
  return start + size;
}

inline Result<std::size_t> parse_response_head(std::string_view bytes, ResponseHeadView& head) {
  ResponseParser parser(bytes, head);
  PAIL_TRY(const std::size_t size, parser.parse());
  if (size == 0) return size;
  PAIL_TRY(head.framing, judge_response(parser.framing()));
  head.keep_alive = parser.keep_alive();
  return size;
}

}  // namespace pail::net::oracle
