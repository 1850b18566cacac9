// From the secret to the key that signs, with every step a client can get wrong. Internal to
// signer/explain/. Spec: shared/spec/sigv2.md §2, sigv4.md §3.
//
// What is derived is wiped with the Kitchen, which is made for one search and not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "signer/credentials.hpp"
#include "wire/digest.hpp"

namespace pail::signer::explain {

enum class Hash : std::uint8_t { sha1, sha256 };

struct Recipe {
  using Change = std::string (*)(std::string_view secret);

  const Key* key = nullptr;
  Change change = nullptr;  // what became of the secret; null: nothing
  Hash hash = Hash::sha1;
  bool swapped = false;    // each HMAC with key and text the wrong way round
  bool hex_steps = false;  // each derived key used as its hex digits
  std::string_view prefix = {};
  // V4's texts to derive with, in order; V2 has none.
  std::size_t step_count = 0;
  std::string_view steps[4] = {};

  bool operator==(const Recipe& other) const noexcept;
};

class Kitchen {
 public:
  // HMAC of `text` with the key of that recipe: 20 or 32 bytes.
  std::string_view sign(const Recipe& recipe, std::string_view text);
  ~Kitchen();
  Kitchen() = default;
  Kitchen(const Kitchen&) = delete;
  Kitchen& operator=(const Kitchen&) = delete;

 private:
  struct Dish {
    Recipe recipe;
    std::string key;
    std::optional<wire::HmacSha1> sha1;
    std::optional<wire::HmacSha256> sha256;
  };
  const Dish& dish(const Recipe& recipe);
  static Dish cook(const Recipe& recipe);

  std::deque<Dish> dishes_;  // stays where it is: nothing derived is left behind unwiped
  std::string digest_;
};

}  // namespace pail::signer::explain
