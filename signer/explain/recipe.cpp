#include "signer/explain/recipe.hpp"

#include <algorithm>
#include <utility>

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

}  // namespace

bool Recipe::operator==(const Recipe& other) const noexcept {
  return key == other.key && change == other.change && hash == other.hash &&
         swapped == other.swapped && hex_steps == other.hex_steps && prefix == other.prefix &&
         std::equal(steps, steps + step_count, other.steps, other.steps + other.step_count);
}

Kitchen::~Kitchen() {
  for (Dish& dish : dishes_) wire::wipe(dish.key);
}

Kitchen::Dish Kitchen::cook(const Recipe& recipe) {
  Dish dish;
  dish.recipe = recipe;
  recipe.key->lend_secret([&](std::string_view secret) {
    std::string changed = recipe.change != nullptr ? recipe.change(secret) : std::string(secret);
    dish.key.reserve(recipe.prefix.size() + changed.size());
    dish.key.append(recipe.prefix).append(changed);
    wire::wipe(changed);
  });
  for (std::size_t i = 0; i < recipe.step_count; ++i) {
    std::string derived;
    hmac(derived, recipe.hash, recipe.swapped ? recipe.steps[i] : std::string_view(dish.key),
         recipe.swapped ? std::string_view(dish.key) : recipe.steps[i]);
    wire::wipe(dish.key);
    dish.key = recipe.hex_steps ? wire::to_hex(wire::as_bytes(derived)) : derived;
    wire::wipe(derived);
  }
  if (recipe.hash == Hash::sha1) {
    dish.sha1.emplace(dish.key);
  } else {
    dish.sha256.emplace(dish.key);
  }
  return dish;
}

const Kitchen::Dish& Kitchen::dish(const Recipe& recipe) {
  const auto ready = std::find_if(dishes_.begin(), dishes_.end(),
                                  [&](const Dish& dish) { return dish.recipe == recipe; });
  return ready != dishes_.end() ? *ready : dishes_.emplace_back(cook(recipe));
}

std::string_view Kitchen::sign(const Recipe& recipe, std::string_view text) {
  const Dish& with = dish(recipe);
  if (recipe.swapped) {
    hmac(digest_, recipe.hash, text, with.key);
  } else if (with.sha1) {
    digest_ = wire::as_text((*with.sha1)(text));
  } else {
    digest_ = wire::as_text((*with.sha256)(text));
  }
  return digest_;
}

}  // namespace pail::signer::explain
