// A policy file. Whatever is read of one, no caller gets a key that another one's template makes,
// and nobody gets anything that no rule speaks of.
#include <cstdint>

#include "signer/service/decide.hpp"
#include "tests/fuzz/wire/require.hpp"
#include "tests/service/policy_support.hpp"

using namespace pail;
using namespace pail::signer::service;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto policy =
      read_policy(pail::testing::input(data, size), pail::signer::service::testing::read_beside);
  if (!policy) return 0;
  wire::SeededRandom random(1);
  Ask ask;
  ask.filename = "../cat.jpg";
  ask.content_type = "image/png";
  ask.size = 100;
  for (const Act act : {Act::get, Act::put, Act::post, Act::multipart, Act::upload}) {
    ask.act = act;
    const auto grant = decide(policy.assume_value(), "ann", ask, {}, random);
    if (!grant) continue;
    const Grant& given = grant.assume_value();
    require(given.rule->may(act) && given.rule->concerns("ann"), "a rule says so");
    require(given.rule->key->matches(given.key, "ann"), "what is made can be asked for");
    require(!given.rule->key->has_caller() || !given.rule->key->matches(given.key, "bob"),
            "a key is one caller's");
    require(
        given.key.find("..") == std::string::npos || given.key.find("/../") == std::string::npos,
        "no way up");
  }
  return 0;
}
