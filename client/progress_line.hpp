// The line a terminal shows while something is transferred. Pure: time and width are given.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pail::client {

struct TransferState {
  std::uint64_t done = 0;
  std::uint64_t total = 0;  // 0: not known
  std::chrono::milliseconds elapsed{};
};

// "photo.jpg  45% [####>     ] 461.0 MiB of 1.0 GiB  230.5 MiB/s  0:02 left", cut to `columns`.
// What does not fit goes first from the bar, then from the name.
std::string progress_line(std::string_view name, const TransferState& state, std::size_t columns);

// 1536 -> "1.5 KiB"; below 1024 "512 B".
std::string human_bytes(std::uint64_t bytes);

}  // namespace pail::client
