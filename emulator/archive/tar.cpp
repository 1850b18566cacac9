#include "emulator/archive/tar.hpp"

#include <algorithm>
#include <chrono>

#include "emulator/archive/format.hpp"

namespace pail::archive {
namespace {

// Where a header has what, and how wide it is there.
struct Field {
  std::size_t offset;
  std::size_t width;
};
constexpr Field name_field{0, tar_name_bytes_max};
constexpr Field mode_field{100, 8};
constexpr Field user_field{108, 8};
constexpr Field group_field{116, 8};
constexpr Field size_field{124, 12};
constexpr Field modified_field{136, 12};
constexpr Field checksum_field{148, 8};
constexpr Field kind_field{156, 1};
constexpr Field magic_field{257, 8};
constexpr Field prefix_field{345, 155};

constexpr std::string_view magic("ustar\00000", 8);
constexpr std::string_view magic_of_gnu("ustar  \0", 8);  // GNU tar's own, from before the standard
constexpr std::uint64_t owner_may_read_and_write = 0600;
constexpr char in_base_256 = '\x80';  // first byte of a number that octal digits cannot say

std::string_view text_at(std::string_view block, Field field) {
  return block.substr(field.offset, field.width);
}

void put(std::string& block, Field field, std::string_view text) {
  block.replace(field.offset, text.size(), text);
}

// Octal with a NUL behind it, where that is wide enough.
void put_number(std::string& block, Field field, std::uint64_t number) {
  std::string text(field.width, '\0');
  const bool octal = number >> 3 * (field.width - 1) == 0;
  const unsigned bits = octal ? 3 : 8;
  for (std::size_t i = octal ? field.width - 1 : field.width; i > 0; --i) {
    const auto digit = number & ((1U << bits) - 1);
    text[i - 1] = static_cast<char>(octal ? digit + '0' : digit);
    number >>= bits;
  }
  if (!octal) text.front() = in_base_256;
  put(block, field, text);
}

std::optional<std::uint64_t> read_base_256(std::string_view text) {
  std::uint64_t number = 0;
  for (const char c : text.substr(1)) {
    if (number >> 55 != 0) return std::nullopt;  // no size goes beyond 2^63
    number = number << 8 | static_cast<unsigned char>(c);
  }
  return number;
}

std::optional<std::uint64_t> read_number(std::string_view text) {
  if (text.front() == in_base_256) return read_base_256(text);
  std::uint64_t number = 0;
  const std::string_view digits = text.substr(0, text.find_first_of(std::string_view(" \0", 2)));
  if (digits.empty()) return std::nullopt;
  for (const char c : digits) {
    if (c < '0' || c > '7') return std::nullopt;
    number = number << 3 | static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

// Of all bytes, as if the field of the sum itself were spaces.
std::uint64_t sum_of(std::string_view block) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const bool own = i - checksum_field.offset < checksum_field.width;
    sum += own ? ' ' : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

std::uint64_t seconds_of(wire::Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  return seconds < 0 ? 0 : static_cast<std::uint64_t>(seconds);
}

}  // namespace

std::string tar_header(const TarMember& member, wire::Time modified) {
  std::string block(tar_block_bytes, '\0');
  put(block, name_field, std::string_view(member.name).substr(0, name_field.width));
  put_number(block, mode_field, owner_may_read_and_write);
  put_number(block, user_field, 0);
  put_number(block, group_field, 0);
  put_number(block, size_field, member.size);
  put_number(block, modified_field, seconds_of(modified));
  put(block, kind_field, "0");
  put(block, magic_field, magic);
  // Six digits, NUL and a space: the form that every tar has written since the seventh Unix.
  put_number(block, {checksum_field.offset, checksum_field.width - 1}, sum_of(block));
  block[checksum_field.offset + checksum_field.width - 1] = ' ';
  return block;
}

wire::Result<TarMember> read_tar_header(std::string_view block) {
  const std::string_view found = text_at(block, magic_field);
  if (found != magic && found != magic_of_gnu) return damaged("it is no tar file");
  if (read_number(text_at(block, checksum_field)) != sum_of(block)) {
    return damaged("a header does not have the checksum it says");
  }
  const char kind = block[kind_field.offset];
  const bool plain = (kind == '0' || kind == '\0') && block[prefix_field.offset] == '\0';
  const std::string_view name = text_at(block, name_field);
  const auto size = read_number(text_at(block, size_field));
  if (!plain || !size) return damaged("it holds something that no Pail writes");
  return TarMember{std::string(name.substr(0, name.find('\0'))), *size};
}

}  // namespace pail::archive
