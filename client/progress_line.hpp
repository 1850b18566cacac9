// The line a terminal shows while something is transferred. Pure: rate and width are given.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pail::client {

struct TransferState {
  std::uint64_t done = 0;
  std::uint64_t total = 0;  // 0: not known
  double bytes_per_second = 0;
  std::optional<std::chrono::seconds> left{};
};

struct FileCount {
  std::uint64_t done = 0;
  std::uint64_t total = 0;  // 0: not known
};

// "photo.jpg  45% [####>     ] 461.0 MiB of 1.0 GiB  230.5 MiB/s  0:02 left", cut to `columns`.
// What does not fit goes first from the bar, then from the name.
std::string progress_line(std::string_view name, const TransferState& state, std::size_t columns);

// "123 of 456 files  1.2 GiB of 3.4 GiB  230.5 MiB/s  0:10 left", with a bar where there is room.
std::string batch_line(const FileCount& files, const TransferState& state, std::size_t columns);

// 1536 -> "1.5 KiB"; below 1024 "512 B".
std::string human_bytes(std::uint64_t bytes);

}  // namespace pail::client
