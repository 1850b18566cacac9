// The doctor's bounds, and what it says where there is nothing to search. That it names each
// mistake is shown through a real server: tests/emulator/explain/.
#include "signer/explain/doctor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "signer/v2.hpp"
#include "signer/v4.hpp"

namespace pail::signer::explain {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OneKey final : public KeyRing {
 public:
  explicit OneKey(std::string secret)
      : key(std::make_shared<const Key>(Credentials("AKIDDOCTOR", std::move(secret)))) {}
  std::shared_ptr<const Key> find(std::string_view access_key) const override {
    return access_key == key->access_key() ? key : nullptr;
  }
  std::shared_ptr<const Key> key;
};

const wire::Seconds now{std::chrono::seconds(1772366400)};  // 2026-03-01T12:00:00Z

// A request in which much can be signed wrongly, and was: with another secret.
struct Case {
  std::string value;
  wire::Headers headers;
  wire::Query query;
  std::string authorization;
  OneKey keys{"the right secret"};
  OneKey wrong{"another secret"};
  Rules rules{.now = now, .region = "us-east-1"};

  explicit Case(std::size_t value_bytes) : value(value_bytes, 'v') {
    headers.add("Host", "localhost:9000");
    headers.add("Content-Type", "text/plain");
    headers.add("X-Amz-Meta-B", value);
    headers.add("X-Amz-Meta-A", "1");
    query.add("versionId", "1");
    query.add("acl");
  }
  Message message() const { return {"PUT", "/b/caf%C3%A9%20~", query, headers, {}}; }
  void sign_v2() {
    headers.add("Date", "Sun, 01 Mar 2026 12:00:00 GMT");
    authorization = v2::authorization(*wrong.key, message());
    headers.add("Authorization", authorization);
  }
  void sign_v4() {
    headers.add("x-amz-date", "20260301T120000Z");
    headers.add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    authorization = v4::authorization(*wrong.key, message(), "us-east-1", now);
    headers.add("Authorization", authorization);
  }
  Diagnosis diagnosis(const wire::Error& refusal) const {
    const Message judged = message();
    return diagnose({.message = judged, .keys = keys, .rules = rules, .refusal = refusal});
  }
  Diagnosis diagnosis() const {
    const auto verdict = verify(message(), keys, rules);
    return verdict ? Diagnosis{} : diagnosis(verdict.error());
  }
};

TEST(Doctor, TriesNoMoreThanItsBoundHoweverRichTheRequest) {
  for (const std::size_t bytes : {1U, 2'000U, 24'000U}) {
    Case v2(bytes), v4(bytes);
    v2.sign_v2();
    v4.sign_v4();
    for (const Case* const refused : {&v2, &v4}) {
      const Diagnosis diagnosis = refused->diagnosis();
      EXPECT_THAT(diagnosis.mistakes, IsEmpty());
      EXPECT_THAT(diagnosis.summary, HasSubstr("None of the"));
      EXPECT_GT(diagnosis.attempts, 0U);
      EXPECT_LE(diagnosis.attempts, attempts_max);
    }
  }
}

TEST(Doctor, ALongRequestGetsFewerAttemptsInsteadOfMoreTime) {
  Case small(1), large(24'000);
  small.sign_v4();
  large.sign_v4();
  EXPECT_LT(large.diagnosis().attempts * 10, small.diagnosis().attempts);
}

TEST(Doctor, ARefusalThatBelongsToAnotherRequestIsNotSearched) {
  Case one(1), other(2);
  one.sign_v4();
  other.sign_v4();
  const auto verdict = verify(one.message(), one.keys, one.rules);
  ASSERT_FALSE(verdict);
  const Diagnosis diagnosis = other.diagnosis(verdict.error());
  EXPECT_THAT(diagnosis.summary, HasSubstr("SigV4A"));
  EXPECT_EQ(diagnosis.attempts, 0U);
}

TEST(Doctor, ARefusalWithoutARowIsRepeated) {
  const Diagnosis diagnosis = Case(1).diagnosis(wire::Errc::NoSuchBucket);
  EXPECT_THAT(diagnosis.mistakes, IsEmpty());
  EXPECT_THAT(diagnosis.summary, HasSubstr("NoSuchBucket"));
}

TEST(Doctor, AnEmptyRefusalOfASignatureIsNotSearched) {
  const Diagnosis diagnosis = Case(1).diagnosis(wire::Errc::SignatureDoesNotMatch);
  EXPECT_EQ(diagnosis.attempts, 0U);
  EXPECT_THAT(diagnosis.summary, HasSubstr("does not match"));
}

}  // namespace
}  // namespace pail::signer::explain
