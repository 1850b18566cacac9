#include "signer/explain/recipe.hpp"

#include "wire/encode.hpp"

namespace pail::signer::explain {
namespace {

void hmac(std::string& out, Hash hash, std::string_view key, std::string_view text) {
  if (hash == Hash::sha1) {
    out = wire::as_text(wire::HmacSha1(key)(text));
  } else {
    out = wire::as_text(wire::HmacSha256(key)(text));
  }
}

std::string changed_secret(const Recipe& recipe) {
  std::string key;
  recipe.key->lend_secret([&](std::string_view secret) {
    std::string changed = recipe.change != nullptr ? recipe.change(secret) : std::string(secret);
    key.reserve(recipe.prefix.size() + changed.size());
    key.append(recipe.prefix).append(changed);
    wire::wipe(changed);
  });
  return key;
}

}  // namespace

Dish::Dish(const Recipe& recipe)
    : key_(changed_secret(recipe)), hash_(recipe.hash), swapped_(recipe.swapped) {
  for (std::size_t i = 0; i < recipe.step_count; ++i) {
    const std::string_view step = recipe.steps[i];
    std::string derived;
    hmac(derived, hash_, swapped_ ? step : std::string_view(key_),
         swapped_ ? std::string_view(key_) : step);
    wire::wipe(key_);
    key_ = recipe.hex_steps ? wire::to_hex(wire::as_bytes(derived)) : derived;
    wire::wipe(derived);
  }
  if (swapped_) return;
  if (hash_ == Hash::sha1) {
    sha1_.emplace(key_);
  } else {
    sha256_.emplace(key_);
  }
}

Dish::~Dish() {
  wire::wipe(key_);
}

void Dish::sign(std::string_view text, std::string& digest) const {
  if (swapped_) {
    hmac(digest, hash_, text, key_);
  } else if (sha1_) {
    digest = wire::as_text((*sha1_)(text));
  } else {
    digest = wire::as_text((*sha256_)(text));
  }
}

}  // namespace pail::signer::explain
