#include "emulator/version_id.hpp"

#include <algorithm>

#include "emulator/invalid_argument.hpp"

namespace pail::emulator {
namespace {

constexpr std::size_t version_id_bytes = 32;

bool is_id_character(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

bool is_version_id(std::string_view text) noexcept {
  return text.size() == version_id_bytes && std::all_of(text.begin(), text.end(), is_id_character);
}

Result<void> check_version_id(const Call& call) {
  using wire::Errc;
  using wire::Error;
  const auto version = call.query.value("versionId");
  if (!version || *version == null_version) return wire::ok();
  if (is_version_id(*version)) {
    return Error(Errc::NoSuchVersion).with("Key", call.address.key).with("VersionId", *version);
  }
  return invalid_argument("Invalid version id specified", "versionId", *version);
}

}  // namespace pail::emulator
