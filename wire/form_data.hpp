// multipart/form-data as it arrives: any split of the bytes gives the same parts. File content is
// handed on as spans of what was written, never copied and never gathered; what is kept is one
// part's header block at most. RFC 7578, RFC 2046 §5.1; spec: shared/spec/sigv2.md §10.
//
// A boundary inside the content counts only as a whole delimiter line: CRLF, two hyphens, the
// boundary, then white space and CRLF, or two hyphens. Preamble and epilogue are passed over. Lines
// of part headers end with CRLF, nothing else.
//
// Not thread-safe. Errors: MalformedPOSTRequest, and whatever the reader answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::wire {

// Whether a Content-Type is multipart/form-data, with whatever parameters.
bool is_form_data(std::string_view content_type) noexcept;
// Its boundary: 1 to 70 characters of RFC 2046's set, quoted or not. nullopt when there is none.
std::optional<std::string> form_boundary(std::string_view content_type);

// What a part's Content-Disposition says. A filename that is there may be empty.
struct FormPart {
  std::string name;
  std::optional<std::string> filename;
};
// Reads the header block of a part (lines with their CRLF, without the empty one). nullopt unless
// it is `form-data` with a name, and every line a header line. `\"` and %22 stand for a quote, as
// curl and browsers write it; every other backslash is one, since browsers send paths of Windows
// so.
std::optional<FormPart> read_part_headers(std::string_view block);

class FormReader {
 public:
  virtual ~FormReader() = default;
  virtual Result<void> begin_part(FormPart part) = 0;
  // Content of the part begun last, in order; never empty. The span lives as long as the call.
  virtual Result<void> data(Bytes piece) = 0;
  virtual Result<void> end_part() = 0;
};

class FormParser {
 public:
  // `reader` must outlive the parser.
  FormParser(std::string_view boundary, FormReader& reader);

  Result<void> write(Bytes piece);
  // MalformedPOSTRequest unless the closing delimiter was there.
  Result<void> finish() const;
  // How many bytes of the body lie behind; in begin_part() the part's header block is among them.
  std::uint64_t consumed() const noexcept { return consumed_; }

 private:
  enum class State : std::uint8_t { content, delimiter_end, headers, epilogue };

  // Takes at least one byte from `rest`, or changes the state.
  Result<void> step(std::string_view& rest);
  Result<void> read_content(std::string_view& rest);
  Result<void> resume_match(std::string_view& rest);
  Result<void> read_delimiter_end(std::string_view& rest);
  Result<void> not_a_delimiter();
  Result<void> read_headers(std::string_view& rest);
  Result<void> end_headers();
  Result<void> hand_on(std::string_view content);
  void advance(std::string_view& rest, std::size_t bytes) noexcept;
  void expect_delimiter_at_once() noexcept;

  FormReader& reader_;
  const std::string delimiter_;  // CRLF, two hyphens, the boundary
  State state_ = State::content;
  bool in_part_ = false;      // false: preamble
  std::size_t matched_ = 0;   // how much of delimiter_ the input ended with
  std::size_t borrowed_ = 0;  // how much of that match is no content (expect_delimiter_at_once())
  std::string tail_;          // what came behind a whole delimiter_, until it is clear what it is
  std::string headers_;
  std::uint64_t consumed_ = 0;
};

}  // namespace pail::wire
