// Form uploads as a browser sends them, and ways to sign one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {

enum class FormSigning { v2, v4 };

struct Form {
  HeaderList fields;
  std::optional<std::string> filename = "C:\\dir\\photo.jpg";
  std::string content = "12345678";
  HeaderList after = {};  // fields behind the file
};

struct FormSigner {
  FormSigning signing = FormSigning::v4;
  std::string access_key = std::string(default_access_key);
  std::string secret_key = std::string(default_secret_key);
  std::string region = "us-east-1";
};

// Adds the fields that sign `policy`; V4's are covered by conditions which are put into it first,
// if it has any.
void sign(Form& form, std::string_view policy, wire::Time now, const FormSigner& with = {});
// A policy that ends in an hour, for `bucket` and any key; `conditions` come on top, as JSON with a
// comma in front of each.
std::string usual_policy(wire::Time now, std::string_view bucket, std::string_view conditions = "");

inline constexpr std::string_view form_boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
std::string body_of(const Form& form);
// As a Sent, so that a test may change what it likes.
Sent post_of(std::string_view bucket, const Form& form);

}  // namespace pail::emulator::testing
