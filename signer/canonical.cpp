#include "signer/canonical.hpp"

#include <algorithm>
#include <cstddef>

#include "wire/text.hpp"

namespace pail::signer::canonical {
namespace {

// A function object, not a function: the loops over values inline it.
constexpr auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };

}  // namespace

void append_unfolded(std::string& out, std::string_view value) {
  value = wire::trim(value);
  for (std::size_t end; (end = value.find('\n')) != std::string_view::npos;) {
    const bool crlf = end > 0 && value[end - 1] == '\r';
    out += value.substr(0, crlf ? end - 1 : end);
    out += ' ';
    value.remove_prefix(std::min(value.find_first_not_of(" \t", end + 1), value.size()));
  }
  out += value;
}

void append_collapsed(std::string& out, std::string_view value) {
  // Hashes, dates and hosts have no space: the most frequent values get the cheapest test.
  if (std::none_of(value.begin(), value.end(), [](char c) { return c <= ' '; })) {
    out += value;
    return;
  }
  value = wire::trim(value);
  while (!value.empty()) {
    const auto word_end = std::find_if(value.begin(), value.end(), is_space);
    out.append(value.begin(), word_end);
    const auto next_word = std::find_if_not(word_end, value.end(), is_space);
    if (next_word != word_end) out += ' ';
    value.remove_prefix(static_cast<std::size_t>(next_word - value.begin()));
  }
}

void append_lower(std::string& out, std::string_view name) {
  const auto at = static_cast<std::ptrdiff_t>(out.size());
  out += name;
  std::transform(out.begin() + at, out.end(), out.begin() + at,
                 [](char c) { return wire::to_lower(c); });
}

std::string_view request_date(const wire::Headers& headers) noexcept {
  const auto amz_date = headers.find("x-amz-date");
  return wire::trim(amz_date ? *amz_date : headers.get("date"));
}

bool name_less(std::string_view a, std::string_view b) noexcept {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return static_cast<unsigned char>(wire::to_lower(x)) <
           static_cast<unsigned char>(wire::to_lower(y));
  });
}

}  // namespace pail::signer::canonical
