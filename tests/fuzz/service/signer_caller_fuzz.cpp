// What a stranger shows: the value of Authorization, or a certificate's subject. Nobody becomes
// somebody whom the policy lists, and no JWT that was not signed is believed.
#include <cstdint>

#include "signer/service/caller.hpp"
#include "tests/fuzz/wire/require.hpp"
#include "tests/service/policy_support.hpp"

using namespace pail;
using namespace pail::signer::service;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace support = pail::signer::service::testing;
  static const Policy policy = support::policy_of(
      R"({"rules": [], "callers": [{"name": "press", "subject": "CN=press,O=Example"},
          {"subject": "CN=*,O=Example", "prefix": "phone-"},
          {"name": "ann", "token_sha256": ")" +
      support::sha256_of("no input is this text") + R"("}],
          "jwt": [{"issuer": "https://idp.example.com/pool", "audience": "phone-app",
                   "jwks": "idp.jwks.json", "prefix": "user-"}]})");
  const std::string_view text = pail::testing::input(data, size);
  const wire::Time noon(std::chrono::seconds(1'772'366'400));
  net::Request by_token;
  by_token.headers.add("Authorization", text);
  require(!identify(policy, by_token, noon), "nobody signed this");
  net::Request by_subject;
  by_subject.peer_subject = text;
  const auto caller = identify(policy, by_subject, noon);
  if (!caller) return 0;
  const std::string& name = caller.assume_value().name;
  require(text == "CN=press,O=Example" ? name == "press" : name.starts_with("phone-"),
          "a name is of its source");
  require(name.size() <= caller_bytes_max && name.find(',') == std::string::npos, "one value");
  return 0;
}
