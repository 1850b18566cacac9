// Amounts as people write and read them. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pail::cli {

// "123", "64k", "8MiB", "1.5G": k, M, G and T are powers of 1024, with or without iB or B behind
// them, in any case. nullopt: none of these, or beyond 2^63.
std::optional<std::uint64_t> parse_bytes(std::string_view text) noexcept;

// "90", "90s", "15m", "12h", "7d", "500ms", "1.5h". nullopt: none of these, or beyond a century.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;

// 1234567 -> "1,234,567".
std::string grouped(std::uint64_t number);

// 90 s -> "1m30s", 7 d -> "7d", 250 ms -> "0.25s".
std::string short_duration(std::chrono::milliseconds duration);

}  // namespace pail::cli
