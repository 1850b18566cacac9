// Temporary keys from a signing service: a service of the test on this machine.
#include "client/credentials/vended.hpp"

#include <gmock/gmock.h>

#include <mutex>
#include <vector>

#include "tests/client/stage.hpp"

namespace pail::client::credentials {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Answers what it was told, and notes who asked.
class Desk final : public net::Service {
 public:
  net::Begin begin(const net::Request& request) override {
    const std::scoped_lock lock(mutex_);
    asked_.push_back(std::string(request.method) + " " + std::string(request.target) + " " +
                     std::string(request.headers.get("Authorization")));
    net::Reply reply;
    reply.status = status_;
    reply.body = answer_;
    return reply;
  }
  net::Reply fail(const wire::Error&, const net::Request*, net::Upload*) override { return {}; }
  void answer(unsigned status, std::string answer) {
    const std::scoped_lock lock(mutex_);
    status_ = status;
    answer_ = std::move(answer);
  }
  std::vector<std::string> asked() const {
    const std::scoped_lock lock(mutex_);
    return asked_;
  }

 private:
  mutable std::mutex mutex_;
  unsigned status_ = 200;
  std::string answer_;
  std::vector<std::string> asked_;
};

std::string document(const std::string& ends, const std::string& more = "") {
  const signer::Credentials keys = stage_keys();
  return R"({"access_key":")" + keys.access_key + R"(","secret_key":")" + keys.secret_key +
         R"(","session_token":"","expires_at":")" + ends + "\"" + more + "}";
}

class VendedKeys : public ::testing::Test {
 protected:
  Config config(Vendor vendor) const {
    Config config = stage.config();
    config.credentials.reset();
    config.source = Source{std::move(vendor)};
    return config;
  }
  Vendor vendor(const std::string& path = "/") const {
    return {{listening.origin(), path}, "a-token", {}, {}};
  }

  Stage stage;
  Desk desk;
  Listening listening{desk};
};

TEST_F(VendedKeys, AreAskedForWithTheTokenAndRenewedBeforeTheyEnd) {
  desk.answer(200, document("2013-02-06T01:57:45Z"));
  BlockingClient s3(config(vendor()), stage.clock);
  must(s3.list_buckets());
  must(s3.list_buckets());
  EXPECT_THAT(desk.asked(), ElementsAre("POST /credentials Bearer a-token"));
  stage.clock->advance(56min);
  desk.answer(200, document("2013-02-06T02:57:45Z"));
  must(s3.list_buckets());
  EXPECT_EQ(desk.asked().size(), 2U);
}

TEST_F(VendedKeys, ThatAreThereAlreadyCostNoQuestion) {
  Vendor given = vendor();
  given.keys = stage_keys();
  given.keys_end = moment() + 1h;
  desk.answer(200, document("2013-02-06T02:57:45Z"));
  BlockingClient s3(config(given), stage.clock);
  must(s3.list_buckets());
  EXPECT_EQ(desk.asked().size(), 0U);
  stage.clock->advance(56min);
  must(s3.list_buckets());
  EXPECT_EQ(desk.asked().size(), 1U);
}

TEST_F(VendedKeys, AreAskedForBesideTheCallThatTheUrlNames) {
  desk.answer(200, document("2013-02-06T01:57:45Z"));
  BlockingClient s3(config(vendor("/api/sign")), stage.clock);
  must(s3.list_buckets());
  EXPECT_THAT(desk.asked(), ElementsAre("POST /api/credentials Bearer a-token"));
}

TEST_F(VendedKeys, ARefusalSaysWhyAndWhatToDoButNotTheToken) {
  desk.answer(403, R"({"error":{"code":"Forbidden","message":"No rule allows this."}})");
  BlockingClient s3(config(vendor()), stage.clock);
  const auto refused = s3.list_buckets();
  ASSERT_FALSE(refused);
  const std::string text = wire::describe(refused.error());
  EXPECT_THAT(text, HasSubstr("No rule allows this."));
  EXPECT_THAT(text, HasSubstr("\"credentials\""));
  EXPECT_THAT(text, testing::Not(HasSubstr("a-token")));
  EXPECT_EQ(desk.asked().size(), 1U) << "asking again would not help";
}

TEST(VendedAnswer, SaysWhereTheKeysWork) {
  const auto vended = read_vended(
      document("2013-02-06T01:57:45Z", R"(,"endpoint":"https://s3.test","region":"eu-x-1")"));
  ASSERT_TRUE(vended);
  EXPECT_EQ(net::to_string(*vended.value().endpoint), "https://s3.test");
  EXPECT_EQ(vended.value().region, "eu-x-1");
  EXPECT_EQ(vended.value().keys.ends, moment() + 1h);
}

TEST(VendedAnswer, WithoutWhatIsNeededIsRefused) {
  for (const std::string& answer :
       {std::string("[]"), std::string(R"({"access_key":"A"})"), document("tomorrow"),
        document("2013-02-06T01:57:45Z", R"(,"endpoint":"nowhere")")}) {
    EXPECT_FALSE(read_vended(answer)) << answer;
  }
}

}  // namespace
}  // namespace pail::client::credentials
