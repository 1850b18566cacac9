#include "signer/trailer.hpp"

#include <algorithm>
#include <utility>

#include "wire/error.hpp"
#include "wire/text.hpp"

namespace pail::signer::trailer {

using wire::Errc;
using wire::Error;

wire::Result<std::vector<Trailer>> parse(std::string_view block) {
  std::vector<Trailer> lines;
  bool bare_line_end = false;
  for (std::size_t end; (end = block.find('\n')) != std::string_view::npos;) {
    const std::string_view line = wire::trim(block.substr(0, end));
    const bool crlf = end > 0 && block[end - 1] == '\r';
    block.remove_prefix(end + 1);
    if (line.empty()) {
      if (block.empty()) return lines;
      // Some SDKs end a value with "\n\r\n": this empty line is the value's, not the block's.
      if (!std::exchange(bare_line_end, false)) return incomplete_body();
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return Errc::MalformedTrailerError;
    lines.push_back(
        {wire::lower(line.substr(0, colon)), std::string(wire::trim(line.substr(colon + 1)))});
    bare_line_end = !crlf;
  }
  return incomplete_body();
}

std::string signed_text(const std::vector<Trailer>& lines) {
  std::string text;
  for (const Trailer& line : lines) {
    text += line.name;
    text += ':';
    text += line.value;
    text += '\n';
  }
  return text;
}

bool as_announced(const std::vector<Trailer>& lines, std::vector<std::string> announced) {
  std::vector<std::string> arrived;
  for (const Trailer& line : lines) arrived.push_back(line.name);
  std::sort(arrived.begin(), arrived.end());
  std::sort(announced.begin(), announced.end());
  return arrived == announced;
}

Error incomplete_body() {
  return Error(Errc::IncompleteBody, "The request body terminated unexpectedly");
}

}  // namespace pail::signer::trailer
