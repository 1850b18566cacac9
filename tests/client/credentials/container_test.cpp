// Keys from a container's endpoint: a service of the test on this machine.
#include "client/credentials/container.hpp"

#include <mutex>
#include <vector>

#include "tests/client/stage.hpp"
#include "tests/client/temporary_folder.hpp"

namespace pail::client::credentials {
namespace {

using namespace std::chrono_literals;

// Answers what it was told, one after the other; the last again and again.
class Endpoint final : public net::Service {
 public:
  net::Begin begin(const net::Request& request) override {
    const std::scoped_lock lock(mutex_);
    asked_.push_back(std::string(request.target) + " " +
                     std::string(request.headers.get("Authorization")));
    const std::size_t index = std::min(asked_.size(), answers_.size()) - 1;
    net::Reply reply;
    reply.status = answers_[index].first;
    reply.body = answers_[index].second;
    return reply;
  }
  net::Reply fail(const wire::Error&, const net::Request*, net::Upload*) override {
    net::Reply reply;
    reply.status = 400;
    return reply;
  }

  void answer(std::vector<std::pair<unsigned, std::string>> answers) {
    const std::scoped_lock lock(mutex_);
    asked_.clear();
    answers_ = std::move(answers);
  }
  std::vector<std::string> asked() const {
    const std::scoped_lock lock(mutex_);
    return asked_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<unsigned, std::string>> answers_;
  std::vector<std::string> asked_;
};

std::string document(const std::string& expiration = "2013-02-06T01:57:45Z") {
  const signer::Credentials keys = stage_keys();
  return R"({"RoleArn":"arn","AccessKeyId":")" + keys.access_key + R"(","SecretAccessKey":")" +
         keys.secret_key + R"(","Expiration":")" + expiration + "\"}";
}

class ContainerKeys : public ::testing::Test {
 protected:
  ContainerKeys() { from.url = {listening.origin(), "/v2/keys?id=7"}; }

  Config config() {
    Config config = stage.config();
    config.credentials.reset();
    config.source = Source{from};
    config.retry.waiting = [this](std::chrono::milliseconds) -> boost::asio::awaitable<void> {
      ++pauses;
      co_return;
    };
    // Never asked: the address is of this machine.
    config.http.proxy.http = net::Origin{"127.0.0.1", 1, false};
    return config;
  }
  std::string list() { return code_of(BlockingClient(config(), stage.clock).list_buckets()); }

  Stage stage;
  Endpoint endpoint;
  Listening listening{endpoint};
  Container from;
  int pauses = 0;
};

TEST_F(ContainerKeys, AreFetchedWithTheTokenAndRenewedBeforeTheyEnd) {
  endpoint.answer({{200, document()}, {200, document("2013-02-06T03:57:45Z")}});
  from.authorization = "Bearer abc";
  BlockingClient s3(config(), stage.clock);
  must(s3.list_buckets());
  must(s3.list_buckets());
  EXPECT_EQ(endpoint.asked(), std::vector<std::string>{"/v2/keys?id=7 Bearer abc"});
  stage.clock->advance(56min);
  must(s3.list_buckets());
  EXPECT_EQ(endpoint.asked().size(), 2U);
}

TEST_F(ContainerKeys, ATokenFileIsReadForEachFetch) {
  const TemporaryFolder folder;
  from.authorization_file = folder.write("token", "first\n");
  endpoint.answer({{200, document()}});
  BlockingClient s3(config(), stage.clock);
  must(s3.list_buckets());
  folder.write("token", "second");
  stage.clock->advance(56min);
  must(s3.list_buckets());
  EXPECT_EQ(endpoint.asked(),
            (std::vector<std::string>{"/v2/keys?id=7 first", "/v2/keys?id=7 second"}));
}

TEST_F(ContainerKeys, AFailureThatMayPassIsTriedAgainAFewTimes) {
  endpoint.answer({{500, "busy"}, {503, "busy"}, {200, document()}});
  EXPECT_EQ(list(), "none");
  EXPECT_EQ(pauses, 2);
  endpoint.answer({{500, "busy"}});
  EXPECT_EQ(list(), "InvalidArgument");
  EXPECT_EQ(endpoint.asked().size(), 3U);
}

TEST_F(ContainerKeys, ARefusalIsFinal) {
  endpoint.answer({{404, "none"}});
  const auto refused = BlockingClient(config(), stage.clock).list_buckets();
  ASSERT_FALSE(refused);
  EXPECT_EQ(wire::sentence(refused.error()),
            "The container's endpoint for keys answered status 404.");
  EXPECT_EQ(endpoint.asked().size(), 1U);
}

TEST_F(ContainerKeys, NobodyThereIsSaid) {
  listening.stop();
  EXPECT_EQ(list(), "NetworkFailure");
  EXPECT_EQ(pauses, 2);
}

TEST(ContainerAnswer, IsReadOrSaidToBeUnusable) {
  const auto complaint = [](const char* json) {
    const auto read = read_container_answer(json);
    return read ? std::string("read") : wire::sentence(read.error());
  };
  const std::string by = "The container's endpoint for keys answered ";
  EXPECT_EQ(complaint("<html>"), by + "what is no JSON object.");
  EXPECT_EQ(complaint("[]"), by + "what is no JSON object.");
  EXPECT_EQ(complaint("{}"), by + "without AccessKeyId or SecretAccessKey.");
  EXPECT_EQ(complaint(R"({"AccessKeyId":"A","SecretAccessKey":7})"),
            by + "without AccessKeyId or SecretAccessKey.");
  EXPECT_EQ(complaint(R"({"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"soon"})"),
            by + "an Expiration that is no date.");
  const auto read = read_container_answer(
      R"({"AccessKeyId":"A","SecretAccessKey":"s","Token":"t","AccountId":"1"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().keys.session_token, "t");
  EXPECT_FALSE(read.value().ends) << "keys that do not say so do not end";
}

}  // namespace
}  // namespace pail::client::credentials
