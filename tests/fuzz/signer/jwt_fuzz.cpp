// A web identity token. Whatever comes, what is read of it holds together, and nothing that was not
// signed with the key is believed.
#include <cstdint>

#include "signer/jwt.hpp"
#include "tests/fuzz/wire/require.hpp"
#include "tests/signer/jwt_support.hpp"

using namespace pail;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const signer::testing::TestIssuer issuer;
  static const auto keys = signer::parse_jwks(issuer.jwks()).value();
  static const std::string good = issuer.sign(signer::testing::test_claims());
  const std::string_view text = pail::testing::input(data, size);
  // The whole token, and the claims alone under a signature that was made for others.
  const std::string grafted = good.substr(0, good.find('.') + 1) +
                              signer::testing::base64url(text) + good.substr(good.rfind('.'));
  for (const std::string_view token : {text, std::string_view(grafted)}) {
    const auto read = signer::parse_jwt(token);
    if (!read) continue;
    const signer::Jwt& jwt = read.assume_value();
    require(!jwt.issuer.empty() && !jwt.subject.empty() && !jwt.audiences.empty(), "all is said");
    require(token.starts_with(jwt.signed_text), "what is signed is of the token");
    require(!signer::signature_holds(jwt, keys), "nobody signed this");
  }
  return 0;
}
