#include <algorithm>
#include <utility>

#include "signer/explain/capture.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

using wire::Result;

// The next line without its end; `rest` moves behind it.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "GET /b/k HTTP/1.1"; the version may be missing, since people cut it off.
bool take_request_line(CapturedRequest& request, std::string_view line) {
  const std::size_t first = line.find(' ');
  if (first == std::string_view::npos || first == 0) return false;
  std::string_view target = line.substr(first + 1);
  if (const std::size_t last = target.rfind(" HTTP/"); last != std::string_view::npos) {
    target = target.substr(0, last);
  }
  request.method = line.substr(0, first);
  request.target = wire::trim(target);
  return !request.target.empty();
}

// HTTP/2's ":method" and friends; false for another name.
bool take_pseudo_header(CapturedRequest& request, std::string_view name, std::string_view value) {
  if (name == ":method") request.method = value;
  if (name == ":path") request.target = value;
  if (name == ":authority") add_header(request, "Host", value);
  return name.starts_with(':');
}

Result<void> take_header_line(CapturedRequest& request, std::string_view line) {
  const bool fold = line.starts_with(' ') || line.starts_with('\t');
  if (fold && !request.headers.empty()) {
    request.headers.back().value.append("\r\n").append(line);
    return wire::ok();
  }
  const std::size_t colon = line.find(':', 1);  // 1: a pseudo header begins with one
  if (colon == std::string_view::npos) {
    return unreadable("a header line without a colon: is this the head of a request?");
  }
  const std::string_view name = wire::trim(line.substr(0, colon));
  const std::string_view value = wire::trim(line.substr(colon + 1));
  if (!take_pseudo_header(request, name, value)) add_header(request, name, value);
  return wire::ok();
}

// A body counts only where the head says how long it is and all of it is there: editors add a line
// end, and captures end early.
void take_body(CapturedRequest& request, std::string_view rest) {
  const auto length =
      std::find_if(request.headers.begin(), request.headers.end(),
                   [](const auto& field) { return wire::iequals(field.name, "Content-Length"); });
  if (length == request.headers.end()) {
    if (rest.empty() && !has_header(request, "Transfer-Encoding")) request.body.emplace();
    return;
  }
  const auto bytes = wire::parse_unsigned(length->value);
  if (bytes && *bytes <= rest.size()) request.body = rest.substr(0, *bytes);
}

// What `curl --verbose` has sent: its lines that begin with '>', up to the empty one. "" when the
// text is no such output.
std::string head_of_verbose_curl(std::string_view text) {
  std::string head;
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (!line.starts_with('>')) continue;
    line = line.substr(std::min<std::size_t>(line.starts_with("> ") ? 2 : 1, line.size()));
    if (line.empty()) break;
    if (head.empty() && line.find(" HTTP/") == std::string_view::npos) return {};
    head.append(line).append("\r\n");
  }
  return head.empty() ? head : head + "\r\n";
}

Result<CapturedRequest> read_head_and_body(std::string_view rest) {
  CapturedRequest request;
  while (rest.starts_with('\n') || rest.starts_with("\r\n")) take_line(rest);
  std::string_view line = take_line(rest);
  if (!line.starts_with(':')) {
    if (!take_request_line(request, line)) {
      return unreadable("the first line is no request line such as 'GET /bucket/key HTTP/1.1'");
    }
    line = take_line(rest);
  }
  for (; !line.empty(); line = take_line(rest)) {
    PAIL_TRY(take_header_line(request, line));
  }
  if (request.method.empty() || request.target.empty()) {
    return unreadable(":method and :path must be among the header lines");
  }
  take_body(request, rest);
  return request;
}

}  // namespace

Result<CapturedRequest> capture_http(std::string_view text) {
  if (const std::string head = head_of_verbose_curl(text); !head.empty()) {
    PAIL_TRY(CapturedRequest request, read_head_and_body(head));
    request.body.reset();
    return request;
  }
  return read_head_and_body(text);
}

}  // namespace pail::signer::explain
