#include "emulator/query_api/parameters.hpp"

#include <algorithm>

#include "wire/text.hpp"

namespace pail::emulator::query_api {
namespace {

using wire::Errc;
using wire::Error;

// Parameters are UserName on the wire and userName in the messages about them.
std::string member_name(std::string_view parameter) {
  std::string name(parameter);
  if (!name.empty()) name.front() = wire::to_lower(name.front());
  return name;
}

}  // namespace

Error invalid(std::string_view parameter, std::string_view value, std::string_view constraint) {
  return Error(Errc::ValidationError,
               "1 validation error detected: Value '" + std::string(value) + "' at '" +
                   member_name(parameter) +
                   "' failed to satisfy constraint: " + std::string(constraint));
}

Result<Parameters> Parameters::parse(std::string_view form) {
  Parameters parameters;
  parameters.text_ = std::make_unique<const std::string>(form);
  auto query = wire::Query::parse(*parameters.text_);
  if (!query) return Error(Errc::ValidationError, "The form holds a broken escape.");
  parameters.query_ = std::move(query.value());
  const auto& all = parameters.query_.all();
  if (!std::all_of(all.begin(), all.end(), [](const wire::QueryParam& one) {
        return wire::is_utf8(one.name) && wire::is_utf8(one.value);
      })) {
    return Error(Errc::ValidationError, "The form is not UTF-8.");
  }
  return parameters;
}

std::optional<std::string_view> Parameters::find(std::string_view name) const noexcept {
  const wire::QueryParam* const found = query_.find(name);
  if (found == nullptr || found->value.empty()) return std::nullopt;
  return found->value;
}

bool Parameters::has_any(std::string_view name) const noexcept {
  return std::any_of(query_.all().begin(), query_.all().end(), [&](const wire::QueryParam& one) {
    if (!one.name.starts_with(name) || one.value.empty()) return false;
    return one.name.size() == name.size() || one.name[name.size()] == '.';
  });
}

std::vector<std::string_view> Parameters::list(std::string_view prefix,
                                               std::string_view suffix) const {
  std::vector<std::string_view> values;
  for (;;) {
    std::string name(prefix);
    name.append(".member.").append(std::to_string(values.size() + 1)).append(suffix);
    const auto value = find(name);
    if (!value) return values;
    values.push_back(*value);
  }
}

Result<std::string_view> Parameters::required(std::string_view name) const {
  const auto value = find(name);
  if (value) return *value;
  return Error(Errc::ValidationError, "1 validation error detected: Value null at '" +
                                          member_name(name) +
                                          "' failed to satisfy constraint: Member must not be "
                                          "null");
}

Result<std::optional<std::int64_t>> Parameters::number(std::string_view name, std::int64_t low,
                                                       std::int64_t high) const {
  const auto text = find(name);
  if (!text) return std::optional<std::int64_t>();
  const auto value = wire::parse_signed(*text);
  if (!value) return invalid(name, *text, "Member must be a whole number");
  if (*value < low) {
    return invalid(name, *text,
                   "Member must have value greater than or equal to " + std::to_string(low));
  }
  if (*value > high) {
    return invalid(name, *text,
                   "Member must have value less than or equal to " + std::to_string(high));
  }
  return value;
}

}  // namespace pail::emulator::query_api
