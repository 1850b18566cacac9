#include "emulator/control/gate.hpp"

#include <gtest/gtest.h>

namespace pail::control {
namespace {

struct Asked {
  std::string_view peer = "127.0.0.1";
  std::string_view host = "localhost:9000";
  wire::Headers more = {};
  std::string_view token = "";
};

// 0: let in.
unsigned judged(const Asked& asked) {
  net::Request request;
  request.peer = asked.peer;
  request.headers = asked.more;
  request.headers.add("Host", asked.host);
  const std::string domains[] = {"pail.Example"};
  const auto refused = refusal(request, asked.token, domains);
  return refused ? refused->status : 0;
}

TEST(Gate, TakesOnlyLoopbackAddressesForLoopback) {
  for (const std::string_view peer :
       {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1", "::FFFF:127.3.2.1"}) {
    EXPECT_TRUE(is_loopback(peer)) << peer;
  }
  for (const std::string_view peer : {"", "128.0.0.1", "192.0.2.7", "::2", "::ffff:192.0.2.7",
                                      "127.example.org", "1127.0.0.1", "fe80::127.0.0.1"}) {
    EXPECT_FALSE(is_loopback(peer)) << peer;
  }
}

TEST(Gate, LetsLoopbackInWithoutAToken) {
  EXPECT_EQ(judged({}), 0U);
  EXPECT_EQ(judged({.token = "secret"}), 0U);
}

TEST(Gate, WantsTheTokenFromElsewhere) {
  EXPECT_EQ(judged({.peer = "192.0.2.7"}), 403U) << "none is set";
  EXPECT_EQ(judged({.peer = "192.0.2.7", .more = {{"Authorization", "Bearer "}}}), 403U)
      << "an empty token is no token";
  EXPECT_EQ(judged({.peer = "192.0.2.7", .token = "secret"}), 403U);
  for (const std::string_view wrong :
       {"Bearer secre", "Bearer secrets", "Bearer SECRET", "Basic secret", "secret"}) {
    EXPECT_EQ(judged({.peer = "192.0.2.7", .more = {{"Authorization", wrong}}, .token = "secret"}),
              403U)
        << wrong;
  }
  for (const std::string_view right : {"Bearer secret", "bearer  secret"}) {
    EXPECT_EQ(judged({.peer = "192.0.2.7", .more = {{"Authorization", right}}, .token = "secret"}),
              0U)
        << right;
  }
}

TEST(Gate, KeepsPagesOfOtherSitesOut) {
  EXPECT_EQ(judged({.more = {{"Origin", "https://evil.example"}}}), 403U);
  EXPECT_EQ(judged({.more = {{"Origin", "null"}}}), 403U) << "a sandboxed frame";
  EXPECT_EQ(judged({.more = {{"Origin", "http://localhost.evil.example"}}}), 403U);
  EXPECT_EQ(judged({.more = {{"Sec-Fetch-Site", "cross-site"}}}), 403U);
  EXPECT_EQ(judged({.more = {{"Origin", "http://localhost:9000"}}}), 0U) << "its own";
  EXPECT_EQ(judged({.more = {{"Origin", "http://127.0.0.1:3000"}}}), 0U) << "this machine's";
  EXPECT_EQ(judged({.more = {{"Sec-Fetch-Site", "same-origin"}}}), 0U);
}

TEST(Gate, KnowsTheServersOwnNames) {
  for (const std::string_view host :
       {"localhost", "LOCALHOST:9000", "mine.pail.localhost:9000", "127.0.0.1:9000", "192.0.2.7",
        "[::1]:9000", "", "pail.example"}) {
    EXPECT_EQ(judged({.host = host}), 0U) << host;
  }
  for (const std::string_view host :
       {"localhost.evil.example", "evil.example", "pail.example.evil.example", "a.pail.example",
        "127.0.0.1.evil.example"}) {
    EXPECT_EQ(judged({.host = host}), 403U) << host;
  }
}

TEST(Gate, KeepsNamesOutThatWereMadeToMeanLoopback) {
  EXPECT_EQ(judged({.host = "rebound.evil.example:9000"}), 403U);
  EXPECT_EQ(judged({.host = "rebound.evil.example:9000",
                    .more = {{"Origin", "http://rebound.evil.example:9000"}}}),
            403U);
}

TEST(Gate, LetsTheTokenInFromAnywhereUnderAnyName) {
  EXPECT_EQ(judged({.peer = "192.0.2.7",
                    .host = "pail:9000",
                    .more = {{"Authorization", "Bearer secret"}},
                    .token = "secret"}),
            0U);
}

}  // namespace
}  // namespace pail::control
