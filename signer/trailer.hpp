// The block behind the zero chunk of an aws-chunked body: header lines, then an empty line.
// Internal to signer/. Spec: shared/spec/sigv4.md §10.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signer/chunked.hpp"
#include "wire/result.hpp"

namespace pail::signer::trailer {

inline constexpr std::string_view signature_name = "x-amz-trailer-signature";

// All lines in order, the signature's included. IncompleteBody: the empty line is not there, or
// something follows it. MalformedTrailerError: a line without a colon.
wire::Result<std::vector<Trailer>> parse(std::string_view block);
// What the trailer's signature covers.
std::string signed_text(const std::vector<Trailer>& lines);
// Whether exactly the announced names arrived, each once, in any order.
bool as_announced(const std::vector<Trailer>& lines, std::vector<std::string> announced);

wire::Error incomplete_body();

}  // namespace pail::signer::trailer
