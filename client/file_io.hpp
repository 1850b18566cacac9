// What the client's bodies and sinks share: whole writes, and the failures of this machine's own
// files as the Error that every operation returns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "wire/checksum.hpp"
#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::client {

// "cannot <what> <path>: <the system's reason>". UnknownError: S3 has no code for it, and none
// comes over the wire.
wire::Error file_error(std::string_view what, std::string_view path, int error_number);

// All of it, however many calls that takes. `name` is for the message.
wire::Result<void> write_all(int descriptor, wire::Bytes bytes, std::string_view name);

// What stands at `offset`, as much of `room` as one read gives; 0 at the end. From any thread.
wire::Result<std::size_t> read_at(int descriptor, std::uint64_t offset, std::span<std::byte> room,
                                  std::string_view name);
// Base64, of `bytes` from `offset` on; nothing where the file ends before. From any thread.
wire::Result<std::optional<std::string>> checksum_at(int descriptor, std::uint64_t offset,
                                                     std::uint64_t bytes,
                                                     wire::ChecksumAlgorithm algorithm,
                                                     std::string_view name);

}  // namespace pail::client
