// What goes wrong on the way: broken connections, a clock that is off, another region.
#include <atomic>

#include "tests/other_server/relay.hpp"
#include "tests/other_server/server.hpp"

namespace pail::client {
namespace {

class Adversity : public Server {
 protected:
  // A client behind a network that cuts `cuts` connections after `bytes` of answers.
  BlockingClient behind(const Relay& relay) const {
    Config changed = config;
    changed.endpoint = relay.origin();
    changed.retry.waiting = [](std::chrono::milliseconds) -> boost::asio::awaitable<void> {
      co_return;
    };
    return BlockingClient(changed);
  }
};

TEST_F(Adversity, ADownloadThatBreaksOffGoesOnWhereItWas) {
  std::string bytes(3'000'000, 'x');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>('a' + i % 23);
  put_text(s3, bucket, "long", bytes);
  const Relay relay(*config.endpoint, 2, 1'000'000);
  auto patient = behind(relay);
  EXPECT_EQ(get_text(patient, bucket, "long"), bytes);
  EXPECT_EQ(relay.cuts_left(), 0);
}

TEST_F(Adversity, AnUploadWhoseAnswerIsLostIsSentAgain) {
  const Relay relay(*config.endpoint, 2, 10);
  auto patient = behind(relay);
  put_text(patient, bucket, "x", std::string(100'000, 'x'));
  EXPECT_EQ(relay.cuts_left(), 0);
  EXPECT_EQ(must(s3.head_object(bucket, "x")).size, 100'000U);
}

TEST_F(Adversity, ANetworkThatStaysBrokenIsSaidNotWaitedFor) {
  const Relay relay(*config.endpoint, 1000, 10);
  auto patient = behind(relay);
  EXPECT_EQ(code_of(patient.head_object(bucket, "x")), "NetworkFailure");
}

TEST_F(Adversity, AClockThatIsOffIsCorrectedByTheServers) {
  for (const auto off : {std::chrono::hours(-3), std::chrono::hours(30)}) {
    SCOPED_TRACE(off.count());
    const auto clock = std::make_shared<wire::ManualClock>(wire::SystemClock().now() + off);
    for (const Signature signature : {Signature::v2, Signature::v4}) {
      Config changed = config;
      changed.signature = signature;
      BlockingClient late(changed, clock);
      put_text(late, bucket, "x", "in time");
      EXPECT_EQ(get_text(late, bucket, "x"), "in time");
    }
  }
}

}  // namespace
}  // namespace pail::client
