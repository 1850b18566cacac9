#include "signer/explain/rewrite.hpp"

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

constexpr std::size_t escape_bytes = 3;  // %XX

char to_upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string out;
  out.reserve(text.size() + with.size());
  for (std::size_t at; (at = text.find(what)) != std::string_view::npos;) {
    out.append(text.substr(0, at)).append(with);
    text.remove_prefix(at + what.size());
  }
  return out.append(text);
}

std::string with_hex_case(std::string_view text, bool lower) {
  std::string out(text);
  for (std::size_t at = 0; (at = out.find('%', at)) != std::string::npos;) {
    const std::size_t end = std::min(at + escape_bytes, out.size());
    for (; at < end; ++at) out[at] = lower ? wire::to_lower(out[at]) : to_upper(out[at]);
  }
  return out;
}

std::string decoded(std::string_view text) {
  return wire::percent_decode(text).value_or(std::string(text));
}

std::string_view first_segment(std::string_view path) noexcept {
  if (path.empty()) return {};
  return path.substr(1, std::min(path.find('/', 1), path.size()) - 1);
}

}  // namespace pail::signer::explain
