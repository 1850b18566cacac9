#include "signer/post_policy_condition.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "wire/text.hpp"

namespace pail::signer {
namespace {

namespace json = boost::json;
using wire::Result;
using Kind = PostCondition::Kind;

std::string_view view(const json::string& text) noexcept {
  return {text.data(), text.size()};
}

std::string printed_list(const json::array& list) {
  std::string out = "[";
  for (const json::value& item : list) {
    if (out.size() > 1) out += ", ";
    out += json::serialize(item);
  }
  return out + "]";
}

// {"field": "value"}.
Result<PostCondition> read_simple(const json::object& object) {
  constexpr std::string_view prefix = "Invalid Simple-Condition: ";
  if (object.size() != 1) {
    return invalid_policy(
        std::string(prefix).append("Simple-Conditions must have exactly one property specified."));
  }
  const auto& member = *object.begin();
  if (!member.value().is_string()) {
    return invalid_policy(std::string(prefix).append("value must be a string."));
  }
  PostCondition condition;
  condition.subject.assign(member.key().data(), member.key().size());
  condition.names_field = true;
  condition.value = view(member.value().get_string());
  condition.printed = printed_list({"eq", "$" + condition.subject, member.value()});
  return condition;
}

// ["eq", "$field", "value"] and ["starts-with", "$field", "prefix"].
Result<PostCondition> read_match(const json::array& list, Kind kind) {
  if (list.size() != 3 || !list[1].is_string() || !list[2].is_string()) {
    return invalid_policy("Invalid Condition: " + std::string(view(list[0].get_string())) +
                          " takes a field and a value, both strings.");
  }
  PostCondition condition;
  condition.kind = kind;
  condition.subject = view(list[1].get_string());
  condition.value = view(list[2].get_string());
  condition.printed = printed_list(list);
  condition.names_field = condition.subject.starts_with('$');
  if (condition.names_field) condition.subject.erase(0, 1);
  return condition;
}

// nullopt: a text that is no number.
Result<std::optional<std::uint64_t>> read_bound(const json::value& value) {
  const json::string* const text = value.if_string();
  if (text != nullptr && !wire::parse_signed(view(*text))) return wire::parse_unsigned(view(*text));
  if (value.is_uint64()) return std::optional(value.get_uint64());
  const std::optional<std::int64_t> number =
      text != nullptr ? wire::parse_signed(view(*text))
                      : (value.is_int64() ? std::optional(value.get_int64()) : std::nullopt);
  if (number && *number >= 0) return std::optional(static_cast<std::uint64_t>(*number));
  return invalid_policy("Invalid content-length-range: a bound must be a whole number from 0.");
}

Result<PostCondition> read_sizes(const json::array& list) {
  if (list.size() != 3)
    return invalid_policy("Invalid content-length-range: wrong number of arguments.");
  PAIL_TRY(const auto bytes_min, read_bound(list[1]));
  PAIL_TRY(const auto bytes_max, read_bound(list[2]));
  PostCondition condition;
  condition.kind = bytes_min && bytes_max ? Kind::sizes : Kind::never;
  condition.bytes_min = bytes_min.value_or(0);
  condition.bytes_max = bytes_max.value_or(0);
  condition.printed = printed_list(list);
  return condition;
}

Result<PostCondition> read_list(const json::array& list) {
  if (list.empty() || !list.front().is_string()) {
    return invalid_policy("Invalid Condition: missing operation identifier.");
  }
  const std::string_view operation = view(list.front().get_string());
  if (wire::iequals(operation, "eq")) return read_match(list, Kind::equals);
  if (wire::iequals(operation, "starts-with")) return read_match(list, Kind::starts_with);
  if (wire::iequals(operation, "content-length-range")) return read_sizes(list);
  return invalid_policy("Invalid Condition: unknown operation '" + std::string(operation) + "'.");
}

// Several media types in one Content-Type: each has to begin so.
bool each_starts_with(std::string_view list, std::string_view prefix) noexcept {
  for (;;) {
    const std::size_t comma = list.find(',');
    if (!wire::trim(list.substr(0, comma)).starts_with(prefix)) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

wire::Error invalid_policy(std::string_view what) {
  return {wire::Errc::InvalidPolicyDocument, std::string("Invalid Policy: ").append(what)};
}

std::string json_quoted(std::string_view text) {
  return json::serialize(json::value(json::string_view(text.data(), text.size())));
}

Result<PostCondition> PostCondition::read(const json::value& value) {
  if (const json::object* const object = value.if_object()) return read_simple(*object);
  if (const json::array* const list = value.if_array()) return read_list(*list);
  return invalid_policy("Invalid Condition: a condition must be a list or an object.");
}

bool PostCondition::is_about(std::string_view field) const noexcept {
  return names_field && wire::iequals(subject, field);
}

bool PostCondition::holds_for(std::optional<std::string_view> field_value) const {
  if (kind == Kind::never || !field_value) return false;
  if (kind == Kind::equals) return *field_value == value;
  if (is_about("Content-Type")) return each_starts_with(*field_value, value);
  return field_value->starts_with(value);
}

}  // namespace pail::signer
