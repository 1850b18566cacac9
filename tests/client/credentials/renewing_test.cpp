// When keys are fetched, and who waits for it: with a fetcher that the test steers.
#include "client/credentials/renewing.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/run.hpp"
#include "wire/date.hpp"

namespace pail::client::credentials {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using SharedKey = std::shared_ptr<const signer::Key>;

const wire::Time start = *wire::parse_iso_basic("20260301T120000Z");

// Gives AKID1, AKID2 ... that last an hour, or fails; takes turns of the loop for it.
class Fetching final : public Fetcher {
 public:
  asio::awaitable<wire::Result<Temporary>> fetch(wire::Time now) override {
    ++count;
    const auto executor = co_await asio::this_coro::executor;
    for (int turn = 0; turn < turns; ++turn) co_await asio::post(executor, asio::use_awaitable);
    if (broken) throw std::runtime_error("broken");
    if (failing) co_return wire::Error(wire::Errc::AccessDenied, "no");
    Temporary fetched{{"AKID" + std::to_string(count), "secret", "token"}, {}};
    if (lasts) fetched.ends = now + *lasts;
    co_return fetched;
  }

  int count = 0;
  int turns = 1;
  bool failing = false;
  bool broken = false;
  std::optional<std::chrono::seconds> lasts = 1h;
};

// What a request would do: asks, and notes the key's name or the error's code.
asio::awaitable<void> ask(Renewing& provider, std::string& answer) {
  const auto got = co_await provider.key(start);
  answer = got ? std::string(got.value()->access_key()) : std::string(got.error().code_text());
}

class RenewingTest : public ::testing::Test {
 protected:
  wire::Result<SharedKey> key(std::chrono::seconds after = 0s) {
    return net::run_blocking(loop, provider->key(start + after));
  }
  std::string name(std::chrono::seconds after = 0s) {
    const auto got = key(after);
    return got ? std::string(got.value()->access_key()) : std::string(got.error().code_text());
  }

  asio::io_context loop{1};
  Fetching* fetching = new Fetching;
  std::unique_ptr<Renewing> provider =
      std::make_unique<Renewing>(loop.get_executor(), std::unique_ptr<Fetcher>(fetching));
};

TEST_F(RenewingTest, KeysAreFetchedOnceAndKeptUntilFiveMinutesBeforeTheyEnd) {
  EXPECT_EQ(name(), "AKID1");
  EXPECT_EQ(key().value()->expires(), start + 1h);
  EXPECT_EQ(name(55min - 1s), "AKID1");
  EXPECT_EQ(fetching->count, 1);
  EXPECT_EQ(name(55min), "AKID2");
  EXPECT_EQ(name(55min), "AKID2");
  EXPECT_EQ(fetching->count, 2);
}

TEST_F(RenewingTest, AFailedRenewalIsNotFatalWhileTheKeysLast) {
  EXPECT_EQ(name(), "AKID1");
  fetching->failing = true;
  EXPECT_EQ(name(56min), "AKID1");
  EXPECT_EQ(fetching->count, 2);
  EXPECT_EQ(name(56min + 29s), "AKID1");
  EXPECT_EQ(fetching->count, 2) << "not every request asks a server that just failed";
  EXPECT_EQ(name(56min + 30s), "AKID1");
  EXPECT_EQ(fetching->count, 3);
  EXPECT_EQ(name(60min), "AccessDenied") << "nothing is signed with keys that have ended";
  fetching->failing = false;
  EXPECT_EQ(name(60min), "AKID5");
}

TEST_F(RenewingTest, TheFirstFetchMustSucceed) {
  fetching->failing = true;
  EXPECT_EQ(name(), "AccessDenied");
  fetching->failing = false;
  EXPECT_EQ(name(), "AKID2") << "a failure is not kept";
}

TEST_F(RenewingTest, KeysThatAServerRefusedAreFetchedAnewAtOnce) {
  EXPECT_EQ(name(), "AKID1");
  provider->renew("AKID1");
  EXPECT_EQ(name(), "AKID2");
  provider->renew("AKID1");
  EXPECT_EQ(name(), "AKID2") << "who was refused late finds another key there already";
  EXPECT_EQ(fetching->count, 2);
}

TEST_F(RenewingTest, RefusedKeysAreNotGoneOnWith) {
  EXPECT_EQ(name(), "AKID1");
  provider->renew("AKID1");
  fetching->failing = true;
  EXPECT_EQ(name(), "AccessDenied");
}

TEST_F(RenewingTest, KeysThatAlwaysEndSoonAreNotFetchedForEachRequest) {
  fetching->lasts = 4min;
  EXPECT_EQ(name(), "AKID1");
  EXPECT_EQ(name(29s), "AKID1");
  EXPECT_EQ(name(30s), "AKID2");
}

TEST_F(RenewingTest, KeysWithoutAnEndAreFetchedOnce) {
  fetching->lasts.reset();
  EXPECT_EQ(name(), "AKID1");
  EXPECT_EQ(name(24h * 365), "AKID1");
}

TEST_F(RenewingTest, AllWhoComeDuringAFetchShareIt) {
  std::vector<std::string> answers(50);
  for (std::string& answer : answers) {
    asio::co_spawn(loop, ask(*provider, answer), asio::detached);
  }
  loop.run();
  EXPECT_EQ(answers, std::vector<std::string>(50, "AKID1"));
  EXPECT_EQ(fetching->count, 1);
}

TEST_F(RenewingTest, WhoGivesUpDoesNotTakeTheFetchAlong) {
  asio::cancellation_signal give_up;
  std::string first;
  std::string second;
  asio::co_spawn(loop, ask(*provider, first),
                 asio::bind_cancellation_slot(give_up.slot(), asio::detached));
  asio::co_spawn(loop, ask(*provider, second), asio::detached);
  fetching->turns = 100;  // longer than giving up takes
  loop.poll_one();        // the first one has begun, and waits
  give_up.emit(asio::cancellation_type::terminal);
  loop.run();
  EXPECT_EQ(first, "Cancelled");
  EXPECT_EQ(second, "AKID1");
  EXPECT_EQ(fetching->count, 1);
}

TEST_F(RenewingTest, AProviderMayGoWhileItFetches) {
  std::string answer;
  asio::co_spawn(loop, ask(*provider, answer), asio::detached);
  loop.poll_one();
  provider.reset();
  loop.run();
  EXPECT_EQ(answer, "AKID1");
}

TEST_F(RenewingTest, AnExceptionReachesWhoAsked) {
  fetching->broken = true;
  EXPECT_THROW(static_cast<void>(key()), std::runtime_error);
  fetching->broken = false;
  EXPECT_EQ(name(), "AKID2");
}

}  // namespace
}  // namespace pail::client::credentials
