#include "wire/headers.hpp"

#include <algorithm>
#include <charconv>

#include "wire/text.hpp"

namespace pail::wire {
namespace {

// No caller can split a response: what would end the line becomes a space.
constexpr char harmless(char c) noexcept {
  return c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
}

}  // namespace

std::optional<std::string_view> Headers::find(std::string_view name) const noexcept {
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
  text_ += name;
  text_ += ": ";
  std::transform(value.begin(), value.end(), std::back_inserter(text_), harmless);
  text_ += "\r\n";
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
