// From the secret to the key that signs, with every step a client can get wrong. Internal to
// signer/explain/. Spec: shared/spec/sigv2.md §2, sigv4.md §3.
//
// Thread-safe: const calls may run at once.
#pragma once

#include <cstddef>
#include <cstdint>
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
};

// A key made by a recipe, ready to sign with. Wiped when it goes.
class Dish {
 public:
  explicit Dish(const Recipe& recipe);
  ~Dish();
  Dish(const Dish&) = delete;
  Dish& operator=(const Dish&) = delete;

  // HMAC of `text`: 20 or 32 bytes.
  void sign(std::string_view text, std::string& digest) const;

 private:
  std::string key_;
  Hash hash_;
  bool swapped_;
  std::optional<wire::HmacSha1> sha1_;
  std::optional<wire::HmacSha256> sha256_;
};

}  // namespace pail::signer::explain
