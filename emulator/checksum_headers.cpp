// The rules of x-amz-checksum-*, x-amz-trailer and x-amz-sdk-checksum-algorithm (errors.csv,
// InvalidRequest rows).
#include <algorithm>
#include <array>

#include "emulator/body.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view prefix = "x-amz-checksum-";
// Headers of that prefix which are no checksum.
constexpr std::array<std::string_view, 3> settings = {
    "x-amz-checksum-mode", "x-amz-checksum-algorithm", "x-amz-checksum-type"};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& names, std::string_view name) noexcept {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view one) { return wire::iequals(one, name); });
}

bool is_checksum_header(std::string_view name) noexcept {
  return wire::istarts_with(name, prefix) && !is_one_of(settings, name);
}

Result<wire::ChecksumAlgorithm> algorithm_of(std::string_view header) {
  if (const auto algorithm = wire::checksum_from_header(header)) return *algorithm;
  return Error(Errc::InvalidRequest,
               "The algorithm type you specified in x-amz-checksum- header is invalid.");
}

// Sets `found` from one header or one announced trailer.
Result<void> add(std::optional<DeclaredChecksum>& found, std::string_view header,
                 std::optional<std::string_view> value) {
  if (found) return several_checksums();
  PAIL_TRY(const auto algorithm, algorithm_of(header));
  if (value && !wire::is_checksum_text(algorithm, *value)) {
    std::string message = "Value for ";
    message.append(wire::header_name(algorithm)).append(" header is invalid.");
    return Error(Errc::InvalidRequest, message);
  }
  found = DeclaredChecksum{algorithm, std::string(value.value_or("")), !value.has_value()};
  return wire::ok();
}

Result<void> add_trailers(std::optional<DeclaredChecksum>& found, std::string_view announced) {
  while (!announced.empty()) {
    const std::string_view name = announced.substr(0, announced.find(','));
    announced.remove_prefix(std::min(name.size() + 1, announced.size()));
    if (is_checksum_header(wire::trim(name))) {
      PAIL_TRY(add(found, wire::trim(name), std::nullopt));
    }
  }
  return wire::ok();
}

Result<void> check_sdk_algorithm(const wire::Headers& headers,
                                 const std::optional<DeclaredChecksum>& found) {
  const auto named = headers.find("x-amz-sdk-checksum-algorithm");
  if (!named) return wire::ok();
  if (!found && !headers.has("x-amz-trailer")) {
    return Error(Errc::InvalidRequest,
                 "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
                 "x-amz-trailer headers were found.");
  }
  const auto algorithm = wire::checksum_from_name(*named);
  if (algorithm && (!found || found->algorithm == *algorithm)) return wire::ok();
  return Error(Errc::InvalidRequest, "Value for x-amz-sdk-checksum-algorithm header is invalid.");
}

}  // namespace

Error several_checksums() {
  return {Errc::InvalidRequest,
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."};
}

Result<std::optional<DeclaredChecksum>> read_checksum(const wire::Headers& headers) {
  std::optional<DeclaredChecksum> found;
  for (const wire::Header& field : headers) {
    if (!is_checksum_header(field.name)) continue;
    PAIL_TRY(add(found, field.name, field.value));
  }
  PAIL_TRY(add_trailers(found, headers.get("x-amz-trailer")));
  PAIL_TRY(check_sdk_algorithm(headers, found));
  return found;
}

}  // namespace pail::emulator
