// A policy document as JSON: reading it whole, and naming the place where it is no policy.
//
// Refusals are MalformedPolicyDocument; each begins with a sentence that IAM uses and goes on with
// the place: `Syntax errors in policy. (Statement[1].Effect: must be "Allow" or "Deny")`.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "wire/result.hpp"

namespace pail::access {

namespace json = boost::json;

inline constexpr std::string_view syntax_error = "Syntax errors in policy.";
inline constexpr std::string_view must_have_vendor =
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

wire::Error malformed(std::string_view sentence, std::string_view where, std::string_view why);
// Text of the document for a message: cut where it is long, control characters as '?'.
std::string quoted(std::string_view text);

// An object that keeps the limits, in which no name stands twice: of two statements of one thing
// JSON readers drop one, and nobody could tell which.
wire::Result<json::object> parse_policy_json(std::string_view text);

inline std::string_view text_of(json::string_view text) noexcept {
  return {text.data(), text.size()};
}
// Calls `take(value, where)` for the one value, or for each of a list.
wire::Result<void> for_each_of(
    const json::value& one_or_list, const std::string& where,
    const std::function<wire::Result<void>(const json::value&, const std::string&)>& take);
wire::Result<std::string_view> read_text(const json::value& value, std::string_view where);

}  // namespace pail::access
