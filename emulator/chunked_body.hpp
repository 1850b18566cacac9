// An aws-chunked body on its way to an operation: the framing comes off here, and signatures of
// chunks and trailer are judged. Used by one thread at a time. Spec: shared/spec/semantics.md §11,
// sigv4.md §10.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/exchange.hpp"
#include "signer/chunked.hpp"

namespace pail::emulator {

// How a request's body is framed, from the verdict on its signature and its headers; nullopt: not
// at all. A STREAMING keyword says so; so does Content-Encoding: aws-chunked beside
// x-amz-decoded-content-length (alone, it is a leftover of the client's and only taken out).
std::optional<signer::Payload> chunked_form(const signer::Verdict& verdict,
                                            const wire::Headers& headers);

// The names of all lines that may stand behind the last chunk of a body in that form.
std::vector<std::string> announced_lines(signer::Payload form, const wire::Headers& headers);

// Feeds `inner` the decoded bytes. `trailers` is filled before inner's finish() and holds views
// into the decoder.
std::unique_ptr<net::Upload> decode_chunked(signer::ChunkRules rules, wire::Headers& trailers,
                                            std::unique_ptr<net::Upload> inner);

}  // namespace pail::emulator
