// A signature taken apart: every text that goes into the string to sign, and every step from the
// secret to the signature's text, as fields that a mistake can change. Internal to signer/explain/.
//
// A Draft holds views only; texts that a mistake makes live in Texts for as long as the search
// keeps them. Not thread-safe. Spec: shared/spec/sigv2.md §3-7, sigv4.md §2-3, §11.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signer/explain/doctor.hpp"
#include "signer/explain/recipe.hpp"

namespace pail::signer::explain {

// The six forms a signature comes in; a bit each, so that a row of the table can name several.
enum Form : std::uint8_t {
  v2_header = 1,
  v2_query = 2,
  v2_form = 4,
  v4_header = 8,
  v4_query = 16,
  v4_form = 32
};

// Texts made on the way. Kept where they are while others come and go behind them.
class Texts {
 public:
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  std::size_t mark() const noexcept { return texts_.size(); }
  // Forgets what was kept since that mark.
  void rewind(std::size_t mark) { texts_.resize(mark); }

 private:
  std::deque<std::string> texts_;
};

// The refused request.
struct Case {
  const Exhibit& exhibit;
  Form form;
  Texts& texts;

  const Message& message() const noexcept { return exhibit.message; }
  const wire::Headers& headers() const noexcept { return exhibit.message.headers; }
  bool is_v4() const noexcept { return (form & (v4_header | v4_query | v4_form)) != 0; }
  std::string_view keep(std::string text) const { return texts.keep(std::move(text)); }
};

// A line of the signed headers, as it will stand there.
struct Line {
  std::string_view name;
  std::string_view value;
};

// A signed parameter, as it will stand there: V2 decoded, V4 encoded.
struct Param {
  std::string_view name;
  std::string_view value;
  bool has_value = false;
};

// How the pieces are put together.
struct Layout {
  std::string_view newline = "\n";
  std::string_view colon = ":";
  std::string_view end = {};            // behind the string to sign
  std::string_view canonical_end = {};  // behind V4's canonical request
  std::string_view query_mark = {};     // before V4's canonical query
  bool empty_lines = true;              // V2: lines of headers that are not sent
  unsigned blank_lines = 1;             // V4: behind the headers
  bool signed_headers_line = true;
  bool hashed = true;  // V4: the string to sign ends in the canonical request's hash
  bool upper_case_hash = false;
};

// What the signature's bytes are written as.
enum class Writing : std::uint8_t {
  right,  // V2: Base64, V4: lower-case hex
  hex,
  upper_case_hex,
  base64,
  base64_of_hex,
  line_end,
  url_encoded,
  url_safe,
  unpadded,
  plus_as_space
};
inline constexpr std::size_t writing_count = 10;

struct Draft {
  std::string_view method;
  std::string_view bucket;  // V2: that of Host, before the path; "" when it stands in the path
  std::string_view path;
  std::vector<Param> params;
  std::vector<Line> lines;  // V2: the x-amz- ones; V4: those of SignedHeaders
  // V2
  std::string_view content_md5, content_type, date_line;
  // V4
  std::string_view algorithm, date_text, scope, signed_headers, payload_hash;
  // Forms: all there is to sign.
  std::string_view policy;

  Layout layout;
  Recipe recipe;
  Writing writing = Writing::right;

  Line* line(std::string_view name) noexcept;  // of that name in any case; nullptr: none
};

// The draft that gives what verify() computed. False when this refusal cannot be rebuilt: a chunk's
// signature, SigV4A, a request that does not belong to the refusal.
bool rebuild(const Case& request, Draft& draft);

// V4: the canonical request.
void append_canonical(std::string& out, const Draft& draft);
// The string to sign; V4 needs the hash of the canonical request (or itself, where it is not
// hashed).
void append_string_to_sign(std::string& out, const Draft& draft, Form form,
                           std::string_view canonical_text);

}  // namespace pail::signer::explain
