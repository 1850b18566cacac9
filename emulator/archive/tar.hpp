// The tar format, as much of it as an archive of ours uses: plain files with short names, in ustar
// headers (POSIX.1-1988), sizes beyond 8 GiB in GNU tar's base 256. Pure functions.
//
// Why not a library: an import gets its archive piece by piece as it comes from a socket, and has
// to hand the bytes on just so; libarchive asks for bytes when it wants them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::archive {

inline constexpr std::size_t tar_block_bytes = 512;
inline constexpr std::size_t tar_end_bytes = 2 * tar_block_bytes;  // zeros: here it ends
inline constexpr std::size_t tar_name_bytes_max = 100;

struct TarMember {
  std::string name;  // at most tar_name_bytes_max
  std::uint64_t size = 0;
};

// Zeros behind a member's bytes, up to the next block.
constexpr std::uint64_t tar_padding(std::uint64_t size) noexcept {
  return (tar_block_bytes - size % tar_block_bytes) % tar_block_bytes;
}
// What a member takes, with its header.
constexpr std::uint64_t tar_bytes(std::uint64_t size) noexcept {
  return tar_block_bytes + size + tar_padding(size);
}

// Readable and writable by its owner alone.
std::string tar_header(const TarMember& member, wire::Time modified);
// InvalidArgument: another format, another kind of member than a plain file, or damage.
wire::Result<TarMember> read_tar_header(std::string_view block);

}  // namespace pail::archive
