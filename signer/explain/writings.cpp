#include "signer/explain/writings.hpp"

#include "signer/explain/rewrite.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

// Ours: twice the longest signature there is (base64 of hex of SHA-256, URL-encoded), so that a
// stranger's text is not copied ten times over.
constexpr std::size_t signature_bytes_max = 256;

bool is_lower_hex(std::string_view text) {
  return wire::lower(text) == text;
}

std::optional<std::string> from_lower_hex(std::string_view text) {
  return is_lower_hex(text) ? wire::from_hex(text) : std::nullopt;
}

std::optional<std::string> from_base64_of_hex(std::string_view text) {
  const auto hex = wire::from_base64(text);
  return hex ? wire::from_hex(*hex) : std::nullopt;
}

// As `read` has it, if that is not the text itself.
std::optional<std::string> if_changed(std::string_view text, const std::string& read) {
  return read == text ? std::nullopt : wire::from_base64(read);
}

std::string padded(std::string_view text) {
  std::string out(text);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

}  // namespace

Writings::Writings(std::string_view provided, bool is_v4) {
  if (provided.empty() || provided.size() > signature_bytes_max) return;
  if (is_v4) {
    read_v4(provided);
  } else {
    read_v2(provided);
  }
}

void Writings::read_v2(std::string_view provided) {
  at(Writing::right) = wire::from_base64(provided);
  at(Writing::hex) = wire::from_hex(provided);
  at(Writing::base64_of_hex) = from_base64_of_hex(provided);
  at(Writing::line_end) = if_changed(provided, std::string(wire::trim(provided)));
  // Without or with the second encoding undone, as the form wants it.
  at(Writing::url_encoded) = if_changed(provided, decoded(provided));
  const std::string standard = replaced(replaced(provided, "-", "+"), "_", "/");
  if (standard != provided) at(Writing::url_safe) = wire::from_base64(padded(standard));
  at(Writing::unpadded) = if_changed(provided, padded(provided));
  at(Writing::plus_as_space) = if_changed(provided, replaced(provided, " ", "+"));
}

void Writings::read_v4(std::string_view provided) {
  at(Writing::right) = from_lower_hex(provided);
  if (!at(Writing::right)) at(Writing::upper_case_hex) = wire::from_hex(provided);
  at(Writing::base64) = wire::from_base64(provided);
  const std::string_view bare = wire::trim(provided);
  if (bare != provided) at(Writing::line_end) = from_lower_hex(bare);
}

}  // namespace pail::signer::explain
