#include "signer/service/file_name.hpp"

#include <algorithm>
#include <array>

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::service {
namespace {

constexpr char stand_in = '-';

bool is_letter_or_digit(char c) noexcept {
  const char folded = wire::to_lower(c);
  return (folded >= 'a' && folded <= 'z') || (c >= '0' && c <= '9');
}

bool is_plain(char c) noexcept {
  return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
}

struct Characters {
  char32_t first;
  char32_t last;
};
// Beyond ASCII: controls, and what is not seen or moves what is (Unicode's Bidi_Control, its other
// default ignorables of that kind, line separators), and the slash and dots that a normalising
// reader would make '/' and '.' of.
constexpr std::array<Characters, 9> unwelcome{{{0x80, 0x9f},
                                               {0xad, 0xad},
                                               {0x61c, 0x61c},
                                               {0x200b, 0x200f},
                                               {0x2024, 0x202e},
                                               {0x2060, 0x206f},
                                               {0xfe52, 0xfe52},
                                               {0xfeff, 0xfeff},
                                               {0xff0e, 0xff0f}}};

bool is_welcome(char32_t code) noexcept {
  return std::none_of(unwelcome.begin(), unwelcome.end(), [code](const Characters& range) {
    return code >= range.first && code <= range.last;
  });
}

// Bytes of the character that this one begins; the text is well-formed.
std::size_t width_of(char first) noexcept {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0x80) return 1;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

char32_t code_of(std::string_view character) noexcept {
  if (character.size() == 1) return static_cast<unsigned char>(character[0]);
  char32_t code = static_cast<unsigned char>(character[0]) & (0x7fu >> character.size());
  for (const char c : character.substr(1))
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3fu);
  return code;
}

std::string_view base_name(std::string_view name) noexcept {
  const std::size_t slash = name.find_last_of("/\\");
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

// At most so many bytes, and no half character at the end.
std::string_view cut(std::string_view text, std::size_t bytes_max) noexcept {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;
  return text.substr(0, end);
}

std::string replaced(std::string_view name) {
  std::string fit;
  while (!name.empty()) {
    const std::string_view character = name.substr(0, width_of(name.front()));
    name.remove_prefix(character.size());
    const bool stays =
        character.size() == 1 ? is_plain(character[0]) : is_welcome(code_of(character));
    if (stays) {
      fit += character;
    } else {
      fit += stand_in;
    }
  }
  return fit;
}

}  // namespace

std::string fit_file_name(std::string_view name) {
  const std::string utf8 = wire::utf8_of_bytes(base_name(name));
  std::string fit = replaced(utf8);
  fit.erase(0, std::min(fit.find_first_not_of('.'), fit.size()));
  if (fit.empty()) return "file";
  if (fit.size() <= file_name_bytes_max) return fit;
  const std::size_t dot = fit.rfind('.');
  std::string ending = dot == std::string::npos ? std::string() : fit.substr(dot);
  if (ending.size() > extension_bytes_max + 1) ending.clear();
  return std::string(cut(fit, file_name_bytes_max - ending.size())) + ending;
}

bool is_fit_file_name(std::string_view name) {
  return fit_file_name(name) == name;
}

std::string extension_of(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  const std::string_view ending =
      dot == std::string_view::npos ? std::string_view() : file_name.substr(dot + 1);
  const bool fits = !ending.empty() && ending.size() <= extension_bytes_max &&
                    std::all_of(ending.begin(), ending.end(), is_letter_or_digit);
  return fits ? wire::lower(ending) : "bin";
}

std::string caller_segment(std::string_view name) {
  std::string segment;
  for (const char c : name) {
    if ((is_plain(c) || c == '@') && !(c == '.' && segment.empty())) {
      segment += c;
    } else {
      segment += '~';
      wire::append_hex(segment, wire::as_bytes({&c, 1}));
    }
  }
  return segment;
}

}  // namespace pail::signer::service
