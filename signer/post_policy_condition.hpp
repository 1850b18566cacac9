// One condition of a form's policy document: read from JSON, held against a field, printed as S3
// prints one that failed. Internal to signer/post_policy*.cpp. Pure. Spec: shared/spec/sigv2.md
// §10.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/error.hpp"
#include "wire/result.hpp"

namespace pail::signer {

// "Invalid Policy: " and what is wrong.
wire::Error invalid_policy(std::string_view what);
// Text as JSON has it, quotes included.
std::string json_quoted(std::string_view text);

struct PostCondition {
  enum class Kind : std::uint8_t {
    equals,
    starts_with,
    sizes,
    never  // a range whose bounds are no numbers: S3 takes it, and finds it not met
  };
  Kind kind = Kind::equals;
  std::string subject;       // the field's name without '$', or a text to be compared as it is
  bool names_field = false;  // subject is a name
  std::string value;         // or prefix
  std::uint64_t bytes_min = 0;
  std::uint64_t bytes_max = 0;
  std::string printed;  // ["eq", "$key", "user/a"]: operator and name as the policy spells them

  // InvalidPolicyDocument.
  static wire::Result<PostCondition> read(const boost::json::value& value);
  bool is_about(std::string_view field) const noexcept;
  // `value`: of the field that subject names; nullopt when the form has none. Never asked of sizes.
  bool holds_for(std::optional<std::string_view> field_value) const;
};

}  // namespace pail::signer
