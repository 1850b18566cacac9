#include "wire/headers.hpp"

#include <algorithm>
#include <charconv>

#include "wire/text.hpp"
#include "wire/words.hpp"

namespace pail::wire {
namespace {

// Ours: what most heads of replies fit into, so that their text is allocated once.
constexpr std::size_t block_bytes_usual = 512;

// No caller can split a response: what would end the line becomes a space.
constexpr char harmless(char c) noexcept {
  return c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
}

}  // namespace

std::optional<std::string_view> Headers::find_among_fields(std::string_view name) const noexcept {
  for (const Header& field : fields_) {
    if (field.name.size() == name.size() && iequals(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const noexcept {
  const auto n = std::count_if(fields_.begin(), fields_.end(),
                               [&](const Header& field) { return iequals(field.name, name); });
  return static_cast<std::size_t>(n);
}

std::string Headers::joined(std::string_view name) const {
  std::string out;
  bool first = true;
  for (const Header& field : fields_) {
    if (!iequals(field.name, name)) continue;
    if (!first) out += ',';
    out += field.value;
    first = false;
  }
  return out;
}

FieldBlock& FieldBlock::add(std::string_view name, std::string_view value) {
  if (text_.empty()) text_.reserve(block_bytes_usual);
  shapes_ |= shape_of_name(name);
  const std::size_t start = text_.size();
  text_.resize(start + name.size() + value.size() + 4);
  char* to = std::copy(name.begin(), name.end(), text_.data() + start);
  to = std::copy_n(": ", 2, to);
  char* const end = std::copy(value.begin(), value.end(), to);
  std::copy_n("\r\n", 2, end);
  // Hardly any value has a character that harmless() changes, so it is asked first for one that
  // low.
  if (words::any_below(value, '\r' + 1)) std::transform(to, end, to, harmless);
  return *this;
}

FieldBlock& FieldBlock::add(std::string_view name, std::uint64_t value) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  return add(name, std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

std::optional<std::string_view> FieldBlock::find(std::string_view name) const noexcept {
  std::string_view rest = text_;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(line.size() + 2);
    const std::size_t colon = line.find(": ");
    if (iequals(line.substr(0, colon), name)) return line.substr(colon + 2);
  }
  return std::nullopt;
}

}  // namespace pail::wire
