// The parameters of one call: a form (application/x-www-form-urlencoded) or the query of a URL,
// which are written alike. Lists are "PolicyArns.member.1.arn". Owns its text. Immutable.
//
// Errors are ValidationError and name the parameter. Spec: shared/spec/operations.md §4.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/query.hpp"
#include "wire/result.hpp"

namespace pail::emulator::query_api {

using wire::Result;

class Parameters {
 public:
  // A broken escape, or text that is not UTF-8.
  static Result<Parameters> parse(std::string_view form);

  // nullopt: not there, or empty, which is the same here.
  std::optional<std::string_view> find(std::string_view name) const noexcept;
  // The name itself, or a list or structure of that name.
  bool has_any(std::string_view name) const noexcept;
  // prefix.member.1suffix, prefix.member.2suffix ... up to the first that is missing.
  std::vector<std::string_view> list(std::string_view prefix, std::string_view suffix) const;

  Result<std::string_view> required(std::string_view name) const;
  // A whole number in [low, high]; nullopt when it is not there.
  Result<std::optional<std::int64_t>> number(std::string_view name, std::int64_t low,
                                             std::int64_t high) const;

 private:
  Parameters() = default;

  std::unique_ptr<const std::string> text_;  // query_ views into it
  wire::Query query_;
};

// "1 validation error detected: Value 'x' at 'userName' failed to satisfy constraint: …"
wire::Error invalid(std::string_view parameter, std::string_view value,
                    std::string_view constraint);

}  // namespace pail::emulator::query_api
