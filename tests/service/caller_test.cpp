#include "signer/service/caller.hpp"

#include <gtest/gtest.h>

#include "tests/service/policy_support.hpp"
#include "wire/date.hpp"

namespace pail::signer::service {
namespace {

using signer::testing::base64url;
using signer::testing::test_claims;
using signer::testing::TestIssuer;
using testing::callers_json;
using testing::policy_of;

const TestIssuer issuer;

// Within test_claims()' hour.
const wire::Time noon = *wire::parse_iso_extended("2026-03-01T12:00:00Z");

Policy policy(std::string_view members = {}) {
  return policy_of("{\"rules\": [], " + callers_json() + std::string(members) + "}");
}

constexpr std::string_view with_jwt =
    R"(, "jwt": [{"issuer": "https://idp.example.com/pool", "audience": "phone-app",
                  "jwks": "idp.jwks.json", "prefix": "user-"}])";

// "NAME by WHAT", or what the refusal says.
std::string told(const Result<Caller>& caller, unsigned refused_with = 401) {
  if (caller) return caller.value().name + " by " + std::string(caller.value().known_by);
  EXPECT_EQ(caller.error().status(), refused_with);
  const auto& headers = caller.error().headers();
  const bool asks_who = !headers.empty() && headers[0].name == "WWW-Authenticate";
  EXPECT_EQ(asks_who, refused_with == 401);
  return std::string(caller.error().message().value_or(""));
}

std::string with_header(const Policy& by, const std::string& authorization, wire::Time now = noon) {
  net::Request request;
  request.headers.add("Authorization", authorization);
  return told(identify(by, request, now));
}

std::string with_token(const Policy& by, const std::string& token, wire::Time now = noon) {
  return with_header(by, "Bearer " + token, now);
}

std::string with_subject(const Policy& by, std::string_view subject) {
  net::Request request;
  request.peer_subject = subject;
  // A certificate has proven who he is: to say it again, as 401 demands, would change nothing.
  return told(identify(by, request, noon), 403);
}

constexpr std::string_view unread =
    "The token is none that is known here, and no JWT that can be read.";

TEST(CallerTest, tokens_are_known_by_their_digest) {
  EXPECT_EQ(with_token(policy(), "ann-token"), "ann by token");
  EXPECT_EQ(with_token(policy(), "bob-token"), "bob by token");
  EXPECT_EQ(with_header(policy(), "bearer ann-token"), "ann by token");
  for (const std::string wrong : {"", "ann-toke", "ann-token2", "Ann-token"}) {
    EXPECT_EQ(with_token(policy(), wrong), unread) << wrong;
  }
  EXPECT_EQ(with_token(policy(), testing::sha256_of("ann-token")), unread);
}

TEST(CallerTest, two_tokens_may_mean_one_caller_while_they_are_exchanged) {
  const Policy both = policy_of(
      R"({"rules": [], "callers": [{"name": "ann", "token_sha256": ")" + testing::sha256_of("old") +
      R"("}, {"name": "ann", "token_sha256": ")" + testing::sha256_of("new") + R"("}]})");
  EXPECT_EQ(with_token(both, "old"), "ann by token");
  EXPECT_EQ(with_token(both, "new"), "ann by token");
}

TEST(CallerTest, who_shows_nothing_is_anonymous_only_where_the_policy_says_so) {
  const net::Request nothing;
  EXPECT_EQ(told(identify(policy(), nothing, noon)),
            "Say who you are: Authorization: Bearer TOKEN.");
  EXPECT_EQ(told(identify(policy(R"(, "anonymous": true)"), nothing, noon)), "anonymous by ");
}

TEST(CallerTest, what_is_not_believed_makes_nobody_anonymous) {
  const Policy open = policy(R"(, "anonymous": true)");
  EXPECT_EQ(with_token(open, "wrong"), unread);
  EXPECT_EQ(with_header(open, "Basic YW5uOmFubg=="), "Only Bearer tokens are taken.");
  EXPECT_EQ(with_header(open, ""), "Only Bearer tokens are taken.");
  net::Request twice;
  twice.headers.add("Authorization", "Bearer ann-token");
  twice.headers.add("Authorization", "Bearer bob-token");
  EXPECT_EQ(told(identify(open, twice, noon)), "One Authorization is enough.");
}

TEST(CallerTest, certificates_are_known_by_their_subject) {
  const Policy by = policy_of(R"({"rules": [], "anonymous": true, "callers": [
    {"name": "press", "subject": "CN=press,O=Example"},
    {"subject": "CN=*,OU=phones,O=Example", "prefix": "phone-"}]})");
  EXPECT_EQ(with_subject(by, "CN=press,O=Example"), "press by certificate");
  EXPECT_EQ(with_subject(by, "CN=7,OU=phones,O=Example"), "phone-7 by certificate");
  EXPECT_EQ(with_subject(by, ""), "anonymous by ");
  const std::string_view nobody = "The certificate is nobody's here.";
  for (const std::string_view wrong :
       {"CN=press,O=Examples", "CN=Press,O=Example", "CN=,OU=phones,O=Example",
        "CN=7,OU=staff,OU=phones,O=Example", "CN=a\\,b,OU=phones,O=Example",
        "CN=a+UID=b,OU=phones,O=Example", "CN=7,OU=phones,O=Example,C=XX", "O=Example"}) {
    EXPECT_EQ(with_subject(by, wrong), nobody) << wrong;
  }
}

TEST(CallerTest, a_name_that_comes_along_is_never_one_that_is_listed) {
  const Policy by = policy_of(R"({"rules": [], "callers": [
    {"name": "press", "subject": "CN=press,O=Example"}, {"subject": "CN=*,O=Else"}]})");
  EXPECT_EQ(with_subject(by, "CN=ann,O=Else"), "ann by certificate");
  for (const std::string_view taken : {"CN=press,O=Else", "CN=anonymous,O=Else"}) {
    EXPECT_EQ(with_subject(by, taken), "The caller's name is another one's.") << taken;
  }
}

TEST(CallerTest, a_jwt_names_its_bearer) {
  const Policy by = policy(with_jwt);
  EXPECT_EQ(with_token(by, issuer.sign(test_claims())), "user-user-1 by jwt");
  boost::json::object claims = test_claims();
  claims["aud"] = boost::json::array{"other", "phone-app"};
  EXPECT_EQ(with_token(by, issuer.sign(claims)), "user-user-1 by jwt");
}

TEST(CallerTest, another_claim_may_name_him) {
  const Policy by = policy(
      R"(, "jwt": [{"issuer": "https://idp.example.com/pool", "audience": "phone-app",
                    "jwks": "idp.jwks.json", "claim": "email"}])");
  boost::json::object claims = test_claims();
  EXPECT_EQ(with_token(by, issuer.sign(claims)), "The JWT lacks the claim that names its bearer.");
  claims["email"] = 5;
  EXPECT_EQ(with_token(by, issuer.sign(claims)), "The JWT lacks the claim that names its bearer.");
  claims["email"] = "ann@example.com";
  EXPECT_EQ(with_token(by, issuer.sign(claims)), "ann@example.com by jwt");
  claims["email"] = "ann";
  EXPECT_EQ(with_token(by, issuer.sign(claims)), "The caller's name is another one's.");
  claims["email"] = std::string(129, 'x');
  EXPECT_EQ(with_token(by, issuer.sign(claims)), "The caller's name is too long, or no text.");
  claims["email"] = "a\nb";
  EXPECT_EQ(with_token(by, issuer.sign(claims)), "The caller's name is too long, or no text.");
}

TEST(CallerTest, jwts_that_prove_nothing_are_refused) {
  const Policy by = policy(with_jwt);
  const boost::json::object claims = test_claims();
  const std::string good = issuer.sign(claims);
  const auto changed = [&](std::string_view member, const boost::json::value& value) {
    boost::json::object other = claims;
    other[member] = value;
    return issuer.sign(other);
  };
  const std::string unsigned_text =
      base64url(R"({"alg":"none"})") + "." + base64url(boost::json::serialize(claims)) + ".";
  // An HMAC made with the public key, for who takes the algorithm from the token.
  const std::string hs_text = base64url(R"({"alg":"HS256","kid":"key-1"})") + "." +
                              base64url(boost::json::serialize(claims));
  const wire::HmacSha256 hmac(issuer.jwk());
  const std::string hs256 = hs_text + "." + base64url(wire::as_text(hmac(hs_text)));
  const std::string grafted =
      good.substr(0, good.find('.') + 1) +
      base64url(boost::json::serialize(boost::json::parse(R"({"iss":"https://idp.example.com/pool",
      "sub":"admin","aud":"phone-app","exp":1772370000})"))) +
      good.substr(good.rfind('.'));
  const std::string_view no_such = "Nobody here takes JWTs of that issuer and audience.";
  const std::string_view broken = "The JWT's signature does not hold.";
  const std::pair<std::string, std::string_view> cases[] = {
      {unsigned_text, unread},
      {unsigned_text + base64url("x"), unread},
      {hs256, unread},
      {issuer.sign({{"alg", "RS256"}, {"kid", "key-1"}}, claims), broken},
      {issuer.sign({{"alg", "ES256"}, {"kid", "key-2"}}, claims), broken},
      {TestIssuer(8).sign(claims), broken},
      {grafted, broken},
      {changed("aud", "other-app"), no_such},
      {changed("aud", "PHONE-APP"), no_such},
      {changed("iss", "https://idp.example.com/pool2"), no_such},
      {changed("sub", ""), unread},
      {changed("exp", "soon"), unread},
      {good.substr(0, good.size() - 1), unread},
      {good + ".", unread},
      {"..", unread},
  };
  for (const auto& [token, why] : cases) {
    SCOPED_TRACE(token);
    EXPECT_EQ(with_token(by, token), why);
  }
  EXPECT_EQ(with_token(policy(), good), no_such) << "a policy without issuers";
}

TEST(CallerTest, a_jwt_has_its_time_by_the_services_clock) {
  const Policy by = policy(with_jwt);
  const std::string token = issuer.sign(test_claims());
  const std::string_view over = "The JWT is over, or not valid yet.";
  EXPECT_EQ(with_token(by, token, noon - std::chrono::seconds(61)), over);
  EXPECT_EQ(with_token(by, token, noon - std::chrono::seconds(60)), "user-user-1 by jwt");
  EXPECT_EQ(with_token(by, token, noon + std::chrono::seconds(3659)), "user-user-1 by jwt");
  EXPECT_EQ(with_token(by, token, noon + std::chrono::seconds(3660)), over);
}

}  // namespace
}  // namespace pail::signer::service
