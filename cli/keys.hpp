// Where `pail serve` and `pail signer` take their keys from: a file, or the environment.
//
// The file is written like ~/.aws/credentials, each section one identity:
//
//     [phone]
//     aws_access_key_id = AKIAIOSFODNN7EXAMPLE
//     aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
//     aws_session_token = ...            (only for temporary keys)
//
// '#' and ';' begin a comment line. Other settings are passed over, since real files hold them. A
// message about the file names file and line and never repeats the line: it might be the secret.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signer/credentials.hpp"
#include "wire/result.hpp"

namespace pail::cli {

// At least one identity, in the file's order. InvalidArgument: "keys.ini:3: ..."; `name` is what
// the file is called.
wire::Result<std::vector<signer::Credentials>> read_keys(std::istream& file, std::string_view name);
// read_keys() of a file; ends the command with exit_usage when it cannot be read.
std::vector<signer::Credentials> keys_of_file(const std::string& path);

struct KeyVariables {
  const char* access_key;
  const char* secret_key;
  const char* session_token;  // null: none
};
inline constexpr KeyVariables pail_variables{"PAIL_ACCESS_KEY", "PAIL_SECRET_KEY", nullptr};
inline constexpr KeyVariables aws_variables{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                                            "AWS_SESSION_TOKEN"};
// nullopt when neither variable is set (or both are empty); ends the command with exit_usage when
// one is missing.
std::optional<signer::Credentials> keys_of_environment(const KeyVariables& variables);

}  // namespace pail::cli
