// Requests of a load, judged as a server judges them.
#include "client/load/requests.hpp"

#include <gtest/gtest.h>

#include <set>

#include "net/head_parser.hpp"
#include "signer/verify.hpp"
#include "tests/client/stage.hpp"
#include "wire/target.hpp"

namespace pail::client::load {
namespace {

class OneKey final : public signer::KeyRing {
 public:
  explicit OneKey(std::shared_ptr<const signer::Key> key) : key_(std::move(key)) {}
  std::shared_ptr<const signer::Key> find(std::string_view wanted) const override {
    return wanted == key_->access_key() ? key_ : nullptr;
  }

 private:
  std::shared_ptr<const signer::Key> key_;
};

struct Form {
  Signature version;
  bool presigned;
  bool has_token;
  Addressing addressing;
};

class Requests : public ::testing::TestWithParam<Form> {
 protected:
  Requests() {
    plan.bucket = "bucket";
    plan.prefix = "a b/\xc3\xa9+~/";
    plan.part_bytes = 5 << 20;
    const std::string token = GetParam().has_token ? "a/token+with=signs" : "";
    signing.key = std::make_shared<signer::Key>(signer::Credentials("AKID", "secret", token));
    signing.version = GetParam().version;
    signing.presigned = GetParam().presigned;
    place = find_place({"localhost", 9000, false}, GetParam().addressing, plan).value();
    signing.host = place.host;
    signing.host_bucket = place.host_bucket;
  }

  // The scheme by which it was let in, or the refusal.
  std::string judge(const net::LoadRequest& request, wire::Time now = moment()) {
    net::RequestHead head;
    const auto size = net::parse_request_head(request.head, head);
    if (!size || size.value() != request.head.size()) return "no request";
    if (head.request.content_length.value_or(0) != request.body.bytes) return "another length";
    const auto target = wire::split_target(head.request.target);
    const auto query = wire::Query::parse(target.value().query);
    const OneKey keys(signing.key);
    const auto verdict = signer::verify({head.request.method, target.value().path, query.value(),
                                         head.request.headers, place.host_bucket},
                                        keys, {now, "us-east-1"});
    return verdict ? std::string(name(verdict.value().scheme)) : describe(verdict.error());
  }
  std::string expected() const {
    return std::string(GetParam().version == Signature::v2 ? "V2" : "V4") +
           (GetParam().presigned ? " query" : " header");
  }

  Plan plan;
  Place place;
  SignatureOptions signing;
  Bodies bodies{1};
};

TEST_P(Requests, OfEveryKindAreLetInAndEachIsSignedForItself) {
  RequestWriter writer(place, plan, bodies, signing);
  writer.set_time(moment());
  std::set<std::string> heads;
  std::size_t written = 0;
  const auto check = [&](const net::LoadRequest& request) {
    EXPECT_EQ(judge(request), expected()) << request.head;
    EXPECT_TRUE(heads.insert(request.head).second) << "again: " << request.head;
    ++written;
  };
  net::LoadRequest request;
  for (std::uint64_t object = 0; object < 20; ++object) {
    for (const Kind kind :
         {Kind::put, Kind::get, Kind::head, Kind::list, Kind::remove, Kind::create}) {
      request.clear();
      writer.write({kind, object, kind == Kind::put ? 1000 + object : 0, object}, request);
      EXPECT_EQ(request.is_head, kind == Kind::head);
      check(request);
    }
    request.clear();
    writer.write_part({Kind::part, object, 100, 5}, 7, "id/with+signs=", request);
    check(request);
    request.clear();
    writer.write_complete({Kind::complete, object, 0, 0}, "id/with+signs=", "<xml/>", request);
    check(request);
  }
  EXPECT_EQ(heads.size(), written);
}

TEST_P(Requests, HaveTheDateOfTheirMoment) {
  RequestWriter writer(place, plan, bodies, signing);
  net::LoadRequest request;
  std::set<std::string> heads;
  for (int day = 0; day < 3; ++day) {
    const wire::Time now = moment() + std::chrono::hours(24 * day);
    writer.set_time(now);
    request.clear();
    writer.write({Kind::get, 1, 0, 0}, request);
    EXPECT_EQ(judge(request, now), expected());
    heads.insert(request.head);
  }
  EXPECT_EQ(heads.size(), 3u);
}

TEST_P(Requests, WithOneCharacterFlippedAreRefused) {
  RequestWriter writer(place, plan, bodies, signing);
  writer.set_time(moment());
  net::LoadRequest request;
  writer.write({Kind::get, 1, 0, 0}, request);
  const std::size_t digit = request.head.find("0000001");
  ASSERT_NE(digit, std::string::npos);
  request.head[digit] = '9';
  EXPECT_NE(judge(request).find("SignatureDoesNotMatch"), std::string::npos);
}

std::string form_name(const ::testing::TestParamInfo<Form>& info) {
  return std::string(info.param.version == Signature::v2 ? "v2" : "v4") +
         (info.param.presigned ? "_url" : "_header") + (info.param.has_token ? "_token" : "") +
         (info.param.addressing == Addressing::path ? "" : "_virtual_host");
}

INSTANTIATE_TEST_SUITE_P(
    Forms, Requests,
    ::testing::Values(Form{Signature::v2, false, false, Addressing::path},
                      Form{Signature::v2, true, false, Addressing::path},
                      Form{Signature::v4, false, false, Addressing::path},
                      Form{Signature::v4, true, false, Addressing::path},
                      Form{Signature::v2, false, true, Addressing::path},
                      Form{Signature::v2, true, true, Addressing::path},
                      Form{Signature::v4, false, true, Addressing::path},
                      Form{Signature::v4, true, true, Addressing::path},
                      Form{Signature::v2, false, false, Addressing::virtual_host},
                      Form{Signature::v4, true, false, Addressing::virtual_host}),
    form_name);

TEST(KeyTest, HasSevenDigitsAndMoreWhereTheyDoNotDo) {
  std::string key;
  append_key(key, "p/", 42);
  EXPECT_EQ(key, "p/0000042");
  key.clear();
  append_key(key, "", 12'345'678);
  EXPECT_EQ(key, "12345678");
}

TEST(UnsignedRequestTest, HasNoSignature) {
  Plan plan;
  plan.bucket = "bucket";
  const Place place = find_place({"localhost", 9000, false}, Addressing::path, plan).value();
  const Bodies bodies(1);
  SignatureOptions nobody;
  nobody.host = place.host;
  RequestWriter writer(place, plan, bodies, nobody);
  writer.set_time(moment());
  net::LoadRequest request;
  writer.write({Kind::get, 3, 0, 0}, request);
  EXPECT_EQ(request.head, "GET /bucket/0000003 HTTP/1.1\r\nHost: localhost:9000\r\n\r\n");
}

}  // namespace
}  // namespace pail::client::load
