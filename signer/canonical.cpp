#include "signer/canonical.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "wire/text.hpp"
#include "wire/words.hpp"

namespace pail::signer::canonical {
namespace {

namespace words = wire::words;

// A function object, not a function: the loops over values inline it.
constexpr auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };

}  // namespace

void append_unfolded(Text& out, std::string_view value) {
  value = wire::trim(value);
  for (std::size_t end; (end = value.find('\n')) != std::string_view::npos;) {
    const bool crlf = end > 0 && value[end - 1] == '\r';
    out += value.substr(0, crlf ? end - 1 : end);
    out += ' ';
    value.remove_prefix(std::min(value.find_first_not_of(" \t", end + 1), value.size()));
  }
  out += value;
}

void append_collapsed(Text& out, std::string_view value) {
  // Hashes, dates and hosts have no space: the most frequent values get the cheapest test.
  if (!words::any_below(value, ' ' + 1)) {
    out += value;
    return;
  }
  value = wire::trim(value);
  while (!value.empty()) {
    const auto word_end = std::find_if(value.begin(), value.end(), is_space);
    const auto word = static_cast<std::size_t>(word_end - value.begin());
    out += value.substr(0, word);
    const auto next_word = std::find_if_not(word_end, value.end(), is_space);
    if (next_word != word_end) out += ' ';
    value.remove_prefix(static_cast<std::size_t>(next_word - value.begin()));
  }
}

void append_lower(Text& out, std::string_view name) {
  char* const to = out.extend(name.size());
  constexpr std::size_t word_size = sizeof(std::uint64_t);
  if (name.size() < word_size) {
    std::transform(name.begin(), name.end(), to, wire::to_lower);
    return;
  }
  for (std::size_t at = 0; at < name.size(); at += word_size) {
    at = std::min(at, name.size() - word_size);  // the last may overlap the one before
    const std::uint64_t word = words::lower(words::load(name.data() + at));
    std::memcpy(to + at, &word, word_size);
  }
}

SentDate request_date(const wire::Headers& headers) noexcept {
  const auto amz_date = headers.find("x-amz-date");
  return {wire::trim(amz_date ? *amz_date : headers.get("date")), amz_date.has_value()};
}

bool name_less(std::string_view a, std::string_view b) noexcept {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return static_cast<unsigned char>(wire::to_lower(x)) <
           static_cast<unsigned char>(wire::to_lower(y));
  });
}

}  // namespace pail::signer::canonical
