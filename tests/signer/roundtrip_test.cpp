// Whatever our signer signs, our verifier accepts, and nothing else: random requests under a fixed
// seed.
#include <gtest/gtest.h>

#include <random>

#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "signer/verify.hpp"
#include "tests/signer/support.hpp"
#include "wire/encode.hpp"

namespace pail::signer {
namespace {

using testing::judge;
using testing::moment;
using testing::outcome;
using testing::Received;
using testing::Request;

constexpr int rounds = 300;

class RandomRequests {
 public:
  explicit RandomRequests(unsigned seed) : random_(seed) {}

  Request request() {
    Request made;
    made.method = pick({"GET", "PUT", "POST", "DELETE", "HEAD"});
    if (coin()) made.host_bucket = pick({"b", "static.example.net"});
    made.path = "/" + pick({"b/", ""}) + wire::percent_encode(text(20), coin()) +
                pick({"", "/", "//a/../b", "+%2b"});
    made.query = query();
    made.headers = {{"Host", "s3.example:9000"}};
    if (coin()) made.headers.emplace_back("Content-Type", "text/plain; charset=UTF-8");
    for (std::size_t n = random_() % 4; n > 0; --n) {
      made.headers.emplace_back(pick({"x-amz-meta-a", "X-Amz-Meta-B", "x-amz-acl"}),
                                pick({" a   b ", "", "first\r\n second", "\xc3\xa9"}));
    }
    return made;
  }

  Credentials credentials() {
    const bool temporary = coin();
    return {temporary ? testing::temporary_access_key : testing::access_key, "s/+" + text(20),
            temporary ? "t+/=" + text(8) + '.' : std::string()};
  }

  std::size_t below(std::size_t n) { return random_() % n; }

 private:
  bool coin() { return random_() % 2 == 0; }
  std::string pick(std::vector<std::string> from) { return from[random_() % from.size()]; }

  std::string text(std::size_t most) {
    std::string made;
    for (std::size_t n = random_() % most + 1; n > 0; --n) {
      made += pick({"a", "Z", "0", " ", "/", "+", "&", "=", "%", "?", "\xc3\xa9", "\xe3\x83\x86",
                    "\xf0\x9f\x98\x80"});
    }
    return made;
  }

  std::string query() {
    wire::Query made;
    for (std::size_t n = random_() % 5; n > 0; --n) {
      made.add(pick({"acl", "versionId", "prefix", "response-expires", "uploads", "x-amz-meta-q",
                     "X-AMZ-META-A", "x-id", "a", "a-b"}),
               text(6));
    }
    return made.text();
  }

  std::mt19937 random_;
};

Request signed_v2_header(Request request, const Key& key) {
  request.headers.emplace_back("Date", std::string(testing::moment_http));
  if (!key.session_token().empty()) {
    request.headers.emplace_back("x-amz-security-token", std::string(key.session_token()));
  }
  const std::string text = v2::authorization(key, Received(request).message());
  request.headers.emplace_back("Authorization", text);
  return request;
}

Request signed_v2_query(Request request, const Key& key) {
  Received received(request);
  v2::presign(key, received.message(), received.query(), moment);
  request.query = received.query().text();
  return request;
}

void add_v4_headers(Request& request, const Key& key) {
  request.headers.emplace_back("x-amz-date", std::string(testing::moment_iso));
  request.headers.emplace_back("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  if (!key.session_token().empty()) {
    request.headers.emplace_back("x-amz-security-token", std::string(key.session_token()));
  }
}

Request signed_v4_header(Request request, const Key& key) {
  add_v4_headers(request, key);
  const std::string text = v4::authorization(key, Received(request).message(), "us-east-1", moment);
  request.headers.emplace_back("Authorization", text);
  return request;
}

Request signed_v4_query(Request request, const Key& key) {
  Received received(request);
  v4::presign(key, received.message(), received.query(), "us-east-1", moment,
              std::chrono::seconds(60));
  request.query = received.query().text();
  return request;
}

Request signed_v4a_header(Request request, const Key& key) {
  add_v4_headers(request, key);
  request.headers.emplace_back("X-Amz-Region-Set", "eu-west-1,us-*");
  const std::string text = v4a::authorization(key, Received(request).message(), moment);
  request.headers.emplace_back("Authorization", text);
  return request;
}

Request signed_v4a_query(Request request, const Key& key) {
  Received received(request);
  v4a::presign(key, received.message(), received.query(), "*", moment, std::chrono::seconds(60));
  request.query = received.query().text();
  return request;
}

struct Form {
  const char* name;
  Request (*sign)(Request, const Key&);
};

class RoundTrip : public ::testing::TestWithParam<Form> {};

TEST_P(RoundTrip, WhatWeSignIsAccepted) {
  RandomRequests random(1);
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    const Credentials credentials = random.credentials();
    const Request request = GetParam().sign(random.request(), Key(credentials));
    ASSERT_EQ(outcome(judge(request, testing::Keys{credentials}, moment)), "accepted");
  }
}

TEST_P(RoundTrip, AnotherPathIsRefused) {
  RandomRequests random(2);
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    const Credentials credentials = random.credentials();
    Request request = GetParam().sign(random.request(), Key(credentials));
    request.path.insert(random.below(request.path.size()) + 1, "x");
    const auto result = judge(request, testing::Keys{credentials}, moment);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), wire::Errc::SignatureDoesNotMatch);
  }
}

TEST_P(RoundTrip, AnotherSecretIsRefused) {
  RandomRequests random(3);
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    Credentials credentials = random.credentials();
    const Request request = GetParam().sign(random.request(), Key(credentials));
    credentials.secret_key.pop_back();
    const auto result = judge(request, testing::Keys{credentials}, moment);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), wire::Errc::SignatureDoesNotMatch);
  }
}

TEST_P(RoundTrip, AnAddedAmzHeaderIsRefused) {
  RandomRequests random(4);
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    const Credentials credentials = random.credentials();
    Request request = GetParam().sign(random.request(), Key(credentials));
    request.headers.emplace_back("x-amz-meta-added", "1");
    EXPECT_FALSE(judge(request, testing::Keys{credentials}, moment));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Forms, RoundTrip,
    ::testing::Values(Form{"V2Header", signed_v2_header}, Form{"V2Query", signed_v2_query},
                      Form{"V4Header", signed_v4_header}, Form{"V4Query", signed_v4_query},
                      Form{"V4AHeader", signed_v4a_header}, Form{"V4AQuery", signed_v4a_query}),
    [](const auto& form) { return std::string(form.param.name); });

}  // namespace
}  // namespace pail::signer
