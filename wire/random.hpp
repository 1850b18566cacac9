// Where secrets, key names and unique ids come from. Asked for seldom: creating a user or a session
// draws a few dozen bytes. (Request ids come from emulator/request_ids: names, and a million a
// minute.)
//
// Thread-safe: fill() may be called from any thread at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pail::wire {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;
};

// The operating system's, fit for secrets. std::system_error when the kernel gives none.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override;
};

// The same bytes from the same seed in the same order of calls: worlds that can be run again. Fit
// for secrets only as long as the seed is one.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) noexcept : seed_(seed) {}
  void fill(std::span<std::byte> out) override;

 private:
  std::uint64_t seed_;
  std::atomic<std::uint64_t> blocks_{0};
};

inline constexpr std::string_view base32_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
inline constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// `characters` of `alphabet`, each as likely as the other: its size divides 256.
std::string random_text(Random& random, std::string_view alphabet, std::size_t characters);

}  // namespace pail::wire
