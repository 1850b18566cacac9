// What of a request may be shown to whoever logs, or reads a journal. Pure; never fails, whatever
// the text. Spec: shared/spec/sigv2.md §8 and §9.
//
// Signatures and tokens are shortened to four characters and "...", enough to tell two apart;
// keys and passwords to "...".
#pragma once

#include <string>
#include <string_view>

#include "wire/headers.hpp"
#include "wire/query.hpp"

namespace pail::emulator {

// The raw target; works on any text, also one that does not parse.
std::string redacted_target(std::string_view target);
void append_redacted_target(std::string& out, std::string_view target);

// "Name: value\n" behind `out`, a value that tells a secret shortened: of Authorization the
// signature, of tokens, SSE-C keys and cookies nearly all, of URLs (Referer, Location) what
// redacted_target() shortens.
void append_redacted_header(std::string& out, std::string_view name, std::string_view value);

// The access key a request claims, before anything is verified; "" when it claims none.
std::string_view claimed_access_key(const wire::Headers& headers, const wire::Query& query);

}  // namespace pail::emulator
