// How the identities of a world come to be those of another: forks, restores, imports. Pure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "emulator/access/image.hpp"
#include "signer/credentials.hpp"

namespace pail::world {

// A pair of keys, and whose it is.
struct WorldKey {
  std::string arn;
  signer::Credentials keys;
};

using Keys = std::vector<std::shared_ptr<const signer::Key>>;

// Those of a fork: a Directory draws the keys that are missing here. Sessions stay behind.
access::Image without_keys(access::Image image);

// What happens to a root of the image that `own` does not name: it is former while the world keeps
// its own account, or (an import) the world's own keys take its place, one by one.
enum class Strangers { former, replaced };
// The image with the roots a world has of its own: first, and in their order.
access::Image with_roots(access::Image image, const Keys& own, Strangers strangers);

// Roots first.
std::vector<WorldKey> long_term_keys(const access::Image& image);

}  // namespace pail::world
