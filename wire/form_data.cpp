#include "wire/form_data.hpp"

#include <algorithm>
#include <utility>

#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::wire {
namespace {

constexpr std::string_view crlf = "\r\n";
constexpr std::string_view blank = " \t";

bool is_boundary_char(char c) noexcept {
  const bool alphanumeric =
      (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return alphanumeric || std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

bool is_boundary(std::string_view text) noexcept {
  return !text.empty() && text.size() <= limits::form_boundary_bytes_max && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), is_boundary_char);
}

// Tab apart, no control character belongs in a header; a lone CR or LF would be one.
bool is_header_text(std::string_view line) noexcept {
  return std::all_of(line.begin(), line.end(), [](char c) {
    return static_cast<unsigned char>(c) >= ' ' ? c != '\x7f' : c == '\t';
  });
}

// Whether the backslash at `at` escapes the quote behind it. At the end of a line it does not: the
// quote closes a name that ends with a backslash.
bool escapes_quote(std::string_view text, std::size_t at) noexcept {
  return text.substr(at).starts_with("\\\"") && text.find('"', at + 2) != std::string_view::npos;
}

// Reads from behind the opening quote, and leaves `text` behind the closing one.
std::optional<std::string> take_quoted(std::string_view& text) {
  std::string value;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') {
      text.remove_prefix(at + 1);
      return value;
    }
    if (escapes_quote(text, at)) {
      value += '"';
      ++at;
    } else if (text.substr(at).starts_with("%22")) {
      value += '"';
      at += 2;
    } else {
      value += text[at];
    }
  }
  return std::nullopt;
}

struct Parameter {
  std::string_view name;
  std::string value;
};

// The next `; name=value`, in front of which `text` stands. nullopt when there is none.
std::optional<Parameter> take_parameter(std::string_view& text) {
  text = trim(text);
  if (!text.starts_with(';')) return std::nullopt;
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  Parameter parameter{trim(text.substr(1, equals - 1)), {}};
  text = trim(text.substr(equals + 1));
  if (!text.starts_with('"')) {
    const std::string_view token = text.substr(0, text.find(';'));
    text.remove_prefix(token.size());
    parameter.value = trim(token);
    return parameter;
  }
  text.remove_prefix(1);
  auto value = take_quoted(text);
  if (!value) return std::nullopt;
  parameter.value = std::move(*value);
  return parameter;
}

// `value` of a Content-Disposition.
std::optional<FormPart> read_disposition(std::string_view value) {
  const std::string_view type = value.substr(0, value.find(';'));
  if (!iequals(trim(type), "form-data")) return std::nullopt;
  value.remove_prefix(type.size());
  FormPart part;
  bool named = false;
  while (auto parameter = take_parameter(value)) {
    if (iequals(parameter->name, "name")) {
      part.name = std::move(parameter->value);
      named = true;
    } else if (iequals(parameter->name, "filename")) {
      part.filename = std::move(parameter->value);
    }
  }
  const std::string_view left = trim(value);
  if (!named || (!left.empty() && left != ";")) return std::nullopt;
  return part;
}

// Takes one line, together with the lines that continue it; "" when the line ends are wrong.
std::string take_line(std::string_view& block) {
  std::string line;
  do {
    const std::size_t end = block.find(crlf);
    if (end == std::string_view::npos) return {};
    line += block.substr(0, end);
    block.remove_prefix(end + crlf.size());
  } while (block.starts_with(' ') || block.starts_with('\t'));
  return line;
}

std::string_view media_type(std::string_view content_type) noexcept {
  return trim(content_type.substr(0, content_type.find(';')));
}

}  // namespace

bool is_form_data(std::string_view content_type) noexcept {
  return iequals(media_type(content_type), "multipart/form-data");
}

std::optional<std::string> form_boundary(std::string_view content_type) {
  if (!is_form_data(content_type)) return std::nullopt;
  content_type.remove_prefix(std::min(content_type.find(';'), content_type.size()));
  while (auto parameter = take_parameter(content_type)) {
    if (!iequals(parameter->name, "boundary")) continue;
    if (!is_boundary(parameter->value)) return std::nullopt;
    return std::move(parameter->value);
  }
  return std::nullopt;
}

std::optional<FormPart> read_part_headers(std::string_view block) {
  std::optional<FormPart> part;
  while (!block.empty()) {
    const std::string line = take_line(block);
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || !is_header_text(line)) return std::nullopt;
    const std::string_view text = line;
    if (!iequals(trim(text.substr(0, colon)), "Content-Disposition")) continue;
    if (part) return std::nullopt;
    part = read_disposition(text.substr(colon + 1));
    if (!part) return std::nullopt;
  }
  return part;
}

FormParser::FormParser(std::string_view boundary, FormReader& reader)
    : reader_(reader), delimiter_("\r\n--" + std::string(boundary)) {
  expect_delimiter_at_once();
}

// At the start of the body, and of a part without content, the line end in front of a delimiter is
// the one that was already read.
void FormParser::expect_delimiter_at_once() noexcept {
  matched_ = borrowed_ = crlf.size();
}

Result<void> FormParser::write(Bytes piece) {
  std::string_view rest = as_text(piece);
  while (!rest.empty()) {
    PAIL_TRY(step(rest));
  }
  return ok();
}

Result<void> FormParser::step(std::string_view& rest) {
  switch (state_) {
    case State::content:
      return read_content(rest);
    case State::delimiter_end:
      return read_delimiter_end(rest);
    case State::headers:
      return read_headers(rest);
    case State::epilogue:
      advance(rest, rest.size());
      break;
  }
  return ok();
}

Result<void> FormParser::finish() const {
  if (state_ == State::epilogue) return ok();
  return Errc::MalformedPOSTRequest;
}

void FormParser::advance(std::string_view& rest, std::size_t bytes) noexcept {
  rest.remove_prefix(bytes);
  consumed_ += bytes;
}

Result<void> FormParser::hand_on(std::string_view content) {
  if (!in_part_ || content.empty()) return ok();
  return reader_.data(as_bytes(content));
}

Result<void> FormParser::read_content(std::string_view& rest) {
  if (matched_ > 0) return resume_match(rest);
  const std::size_t found = rest.find(delimiter_);
  if (found != std::string_view::npos) {
    const std::string_view content = rest.substr(0, found);
    advance(rest, found + delimiter_.size());
    state_ = State::delimiter_end;
    return hand_on(content);
  }
  // The only CR of a delimiter is its first character (a boundary has none), so that one which has
  // begun here began at the last CR.
  const std::size_t begun = rest.rfind('\r');
  const bool may_be = begun != std::string_view::npos && rest.size() - begun < delimiter_.size() &&
                      std::string_view(delimiter_).starts_with(rest.substr(begun));
  const std::string_view content = may_be ? rest.substr(0, begun) : rest;
  matched_ = rest.size() - content.size();
  advance(rest, rest.size());
  return hand_on(content);
}

// The input so far ended with `matched_` characters of the delimiter.
Result<void> FormParser::resume_match(std::string_view& rest) {
  const std::string_view wanted = std::string_view(delimiter_).substr(matched_);
  const std::string_view next = rest.substr(0, wanted.size());
  if (!wanted.starts_with(next)) {
    const std::string_view content = std::string_view(delimiter_).substr(0, matched_);
    matched_ = 0;
    return hand_on(content.substr(std::exchange(borrowed_, 0)));
  }
  matched_ += next.size();
  advance(rest, next.size());
  if (matched_ == delimiter_.size()) {
    matched_ = 0;
    state_ = State::delimiter_end;
  }
  return ok();
}

// Behind the boundary: "--" at the end of the form, else white space and CRLF.
Result<void> FormParser::read_delimiter_end(std::string_view& rest) {
  const char c = rest.front();
  const bool spaced = tail_.find_first_not_of(blank) == std::string::npos;
  const bool line_ends = c == '\n' && tail_.ends_with('\r');
  const bool form_ends = c == '-' && tail_ == "-";
  if (line_ends || form_ends) {
    advance(rest, 1);
    tail_.clear();
    borrowed_ = 0;
    state_ = line_ends ? State::headers : State::epilogue;
    if (std::exchange(in_part_, false)) return reader_.end_part();
    return ok();
  }
  const bool goes_on = (spaced && (c == '\r' || blank.find(c) != std::string_view::npos)) ||
                       (tail_.empty() && c == '-');
  if (!goes_on || tail_.size() == limits::form_padding_bytes_max) return not_a_delimiter();
  tail_ += c;
  advance(rest, 1);
  return ok();
}

// It only looked like one, and is content after all.
Result<void> FormParser::not_a_delimiter() {
  state_ = State::content;
  const std::string tail = std::exchange(tail_, {});
  PAIL_TRY(hand_on(std::string_view(delimiter_).substr(std::exchange(borrowed_, 0))));
  return hand_on(tail);
}

Result<void> FormParser::read_headers(std::string_view& rest) {
  // Byte by byte, because the empty line that ends the block may come in any number of pieces.
  while (!rest.empty()) {
    headers_ += rest.front();
    advance(rest, 1);
    if (headers_ == crlf || headers_.ends_with("\r\n\r\n")) return end_headers();
    if (headers_.size() > limits::form_part_header_bytes_max) return Errc::MalformedPOSTRequest;
  }
  return ok();
}

Result<void> FormParser::end_headers() {
  headers_.resize(headers_.size() - crlf.size());
  auto part = read_part_headers(headers_);
  if (!part) return Errc::MalformedPOSTRequest;
  headers_.clear();
  state_ = State::content;
  in_part_ = true;
  expect_delimiter_at_once();
  return reader_.begin_part(std::move(*part));
}

}  // namespace pail::wire
