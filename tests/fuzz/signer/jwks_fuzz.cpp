// A key set, as a file holds it: what is accepted has keys, and a number of them that is bounded.
#include <cstdint>

#include "signer/jwks.hpp"
#include "tests/fuzz/wire/require.hpp"

using namespace pail;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto keys = signer::parse_jwks(pail::testing::input(data, size));
  if (!keys) return 0;
  require(!keys.assume_value().empty(), "a set holds keys");
  require(keys.assume_value().size() <= signer::jwks_keys_max, "not too many");
  return 0;
}
