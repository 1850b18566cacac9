#include <algorithm>
#include <array>

#include "emulator/model/model.hpp"
#include "wire/limits.hpp"

namespace pail::model {
namespace {

constexpr std::array<std::string_view, 3> reserved_prefixes = {"xn--", "sthree-", "amzn-s3-demo-"};
constexpr std::array<std::string_view, 5> reserved_suffixes = {"-s3alias", "--ol-s3", ".mrap",
                                                               "--x-s3", "--table-s3"};

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter_or_digit(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z');
}

bool is_label(std::string_view label) noexcept {
  return !label.empty() && is_letter_or_digit(label.front()) && is_letter_or_digit(label.back()) &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_short_number(std::string_view label) noexcept {
  return label.size() <= 3 && std::all_of(label.begin(), label.end(), is_digit);
}

// Labels between the dots; and none that would make the whole an IPv4 address.
bool has_valid_labels(std::string_view name) noexcept {
  std::size_t labels = 0;
  std::size_t numbers = 0;
  for (bool more = true; more; ++labels) {
    const std::size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    if (!is_label(label)) return false;
    if (is_short_number(label)) ++numbers;
    more = dot != std::string_view::npos;
    if (more) name.remove_prefix(dot + 1);
  }
  return labels != 4 || numbers != 4;
}

}  // namespace

bool is_valid_bucket_name(std::string_view name) noexcept {
  namespace limits = wire::limits;
  return name.size() >= limits::bucket_name_bytes_min &&
         name.size() <= limits::bucket_name_bytes_max && has_valid_labels(name) &&
         std::none_of(reserved_prefixes.begin(), reserved_prefixes.end(),
                      [name](std::string_view prefix) { return name.starts_with(prefix); }) &&
         std::none_of(reserved_suffixes.begin(), reserved_suffixes.end(),
                      [name](std::string_view suffix) { return name.ends_with(suffix); });
}

}  // namespace pail::model
