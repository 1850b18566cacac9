// What an exchange tells whoever logs, once it is over.
#pragma once

#include <string_view>

namespace pail::emulator {

// All views live until the callback returns. Never holds a secret or a signature.
struct Finished {
  std::string_view request_id;
  std::string_view peer;
  std::string_view method;
  std::string_view target;      // signatures and tokens in the query are cut out
  std::string_view operation;   // "" when none was found
  std::string_view access_key;  // as claimed; "" when anonymous
  std::string_view scheme;      // "V2 header" ...; "" unless the signature was good
  unsigned status = 0;
  std::string_view error_code;  // "" on success
  // "SignatureDoesNotMatch: ..." when the request was served although its authentication failed
  // (AuthMode::warn); "" else.
  std::string_view auth_warning = {};
  // Why a signature was refused and what to do about it, in one line; "" else.
  std::string_view explanation = {};
};

}  // namespace pail::emulator
