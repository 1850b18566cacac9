// What reading JWKS and JWT needs of JSON. Pure.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string_view>

namespace pail::signer {

// nullopt: not JSON (RFC 8259, nested 32 deep at most), or no object.
inline std::optional<boost::json::object> parse_object(std::string_view text) {
  boost::json::error_code failed;
  boost::json::value value = boost::json::parse({text.data(), text.size()}, failed);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

// "" when it is not there, or no string.
inline std::string_view text_of(const boost::json::object& object, std::string_view member) {
  const boost::json::value* const value = object.if_contains({member.data(), member.size()});
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

}  // namespace pail::signer
