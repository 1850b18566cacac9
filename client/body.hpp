// What is uploaded. A Body knows its size before the first byte and is read piece by piece, so that
// its length is declared and no more than one piece is in memory.
//
// Owned by the caller, who keeps it alive until the upload is done. Not thread-safe. Reading a file
// blocks the calling thread for as long as the disk takes. Errors: UnknownError with the system's
// reason.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "net/exchange.hpp"
#include "wire/result.hpp"

namespace pail::client {

using wire::Result;

class Body : public net::Source {
 public:
  // Starts over at the first byte. False when that cannot be: a stream that is gone. Such a body is
  // sent with UNSIGNED-PAYLOAD.
  virtual Result<bool> rewind() = 0;
};

// Up to this size a stream of unknown length is held in memory, beyond it in a temporary file, and
// a body is sent in one go rather than announced with Expect. Ours: a megabyte is nothing to a
// client, and the round trip of an Expect costs more than sending it.
inline constexpr std::size_t body_in_memory_max = 1024 * 1024;

std::unique_ptr<Body> text_body(std::string text);
// A regular file is read as it is sent; of anything else (a pipe, a device) see stream_body.
Result<std::unique_ptr<Body>> file_body(const std::string& path);
// Everything from the descriptor's position on. S3 wants a length before the first byte: what does
// not know its own is read to its end first, into a nameless temporary file beyond
// body_in_memory_max. The descriptor stays the caller's. `name` is for messages.
Result<std::unique_ptr<Body>> stream_body(int descriptor, const std::string& name);

}  // namespace pail::client
