#include "emulator/amz_query.hpp"

#include <algorithm>
#include <array>

#include "wire/text.hpp"

namespace pail::emulator {
namespace {

constexpr std::array<std::string_view, 8> signature_parameters = {
    "x-amz-algorithm", "x-amz-credential",    "x-amz-date",           "x-amz-expires",
    "x-amz-signature", "x-amz-signedheaders", "x-amz-security-token", "x-amz-region-set"};

}  // namespace

bool acts_as_header(std::string_view parameter) noexcept {
  return wire::istarts_with(parameter, "x-amz-") &&
         std::none_of(signature_parameters.begin(), signature_parameters.end(),
                      [&](std::string_view name) { return wire::iequals(name, parameter); });
}

wire::Headers with_amz_query(const wire::Headers& headers, const wire::Query& query) {
  wire::Headers all = headers;
  for (const wire::QueryParam& param : query.all()) {
    if (acts_as_header(param.name)) all.add(param.name, param.value);
  }
  return all;
}

}  // namespace pail::emulator
