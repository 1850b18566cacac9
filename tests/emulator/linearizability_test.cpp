// Many clients on few keys, each with signed requests through the whole emulator: what they were
// told must be explained by some order of their calls (tests/support/linearizability.hpp).
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <random>
#include <thread>

#include "emulator/store/disk.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/store/support/temporary_directory.hpp"
#include "tests/support/linearizability.hpp"
#include "tests/support/threads.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {
namespace {

using pail::testing::Call;
using pail::testing::CallKind;
using pail::testing::on_threads;
using pail::testing::Outcome;

const std::string keys[] = {"a", "b", "c"};

std::string etag_of(std::string_view body) {
  return "\"" + wire::to_hex(wire::md5(wire::as_bytes(body))) + "\"";
}

// All calls of one round, with the times of a clock that only counts.
class History {
 public:
  template <class Ask>
  void record(Call call, Ask ask) {
    call.begun = ++clock_;
    std::this_thread::yield();
    ask(call);
    std::this_thread::yield();
    call.ended = ++clock_;
    const std::lock_guard lock(mutex_);
    calls_.push_back(std::move(call));
  }
  const std::vector<Call>& calls() const { return calls_; }

 private:
  std::atomic<std::uint64_t> clock_ = 0;
  std::mutex mutex_;
  std::vector<Call> calls_;
};

// One client: draws what to do, does it, notes what it was told.
class Client {
 public:
  Client(Harness& s3, History& history, std::string bucket, unsigned seed)
      : s3_(s3), history_(history), bucket_(std::move(bucket)), random_(seed), seed_(seed) {}

  void step(unsigned number) {
    const std::string body =
        std::to_string(seed_) + " " + std::to_string(number) + std::string(below(2) * 9000, '.');
    Call call{.kind = static_cast<CallKind>(below(6)), .key = keys[below(std::size(keys))]};
    if (is_write(call.kind)) call.etag = etag_of(body);
    if (call.kind == CallKind::put_if_match) call.if_match = last_known_;
    history_.record(std::move(call), [&](Call& asked) { ask(asked, body); });
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }

  static bool is_write(CallKind kind) {
    return kind == CallKind::put || kind == CallKind::put_if_absent ||
           kind == CallKind::put_if_match;
  }

  void ask(Call& call, const std::string& body) {
    const std::string target = bucket_ + "/" + call.key;
    if (is_write(call.kind)) return write(call, target, body);
    if (call.kind == CallKind::get) return read(call, target);
    if (call.kind == CallKind::remove) {
      EXPECT_EQ(s3_.send({.method = "DELETE", .target = target}).status, 204U);
      return;
    }
    const Answer answer = s3_.send({.target = bucket_});
    const auto names = answer.texts("Contents", "Key");
    const auto etags = answer.texts("Contents", "ETag");
    ASSERT_EQ(names.size(), etags.size());
    for (std::size_t i = 0; i < names.size(); ++i) call.listed[names[i]] = etags[i];
  }

  void write(Call& call, const std::string& target, const std::string& body) {
    HeaderList headers;
    if (call.kind == CallKind::put_if_absent) headers = {{"If-None-Match", "*"}};
    if (call.kind == CallKind::put_if_match) headers = {{"If-Match", call.if_match}};
    const Answer answer = s3_.send(
        {.method = "PUT", .target = target, .headers = headers, .body = body, .piece_bytes = 4096});
    if (answer.status == 200) {
      last_known_ = call.etag;
      return;
    }
    call.outcome = answer.status == 404 ? Outcome::missing : Outcome::refused;
    EXPECT_EQ(answer.code(), call.outcome == Outcome::missing ? "NoSuchKey" : "PreconditionFailed");
  }

  void read(Call& call, const std::string& target) {
    const Answer answer = s3_.send({.target = target});
    if (answer.status == 404) {
      call.outcome = Outcome::missing;
      return;
    }
    call.etag = last_known_ = answer.header("ETag");
    EXPECT_EQ(etag_of(answer.body), call.etag) << "bytes of one write, ETag of another";
  }

  Harness& s3_;
  History& history_;
  std::string bucket_;  // "/name"
  std::mt19937 random_;
  unsigned seed_;
  std::string last_known_ = etag_of("never written");
};

bool overlap(const std::vector<Call>& calls) {
  for (const Call& a : calls) {
    for (const Call& b : calls) {
      if (a.begun < b.begun && b.begun < a.ended) return true;
    }
  }
  return false;
}

void enable_versioning(Harness& s3, const std::string& bucket) {
  const std::string body =
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
  const std::string md5 = wire::to_base64(wire::md5(wire::as_bytes(body)));
  const Answer answer = s3.send({.method = "PUT",
                                 .target = "/" + bucket + "?versioning",
                                 .headers = {{"Content-MD5", md5}},
                                 .body = body});
  ASSERT_EQ(answer.status, 200U) << answer.body;
}

struct EngineCase {
  std::string name;
  std::function<std::unique_ptr<store::Engine>(const std::filesystem::path&)> open;
  unsigned rounds;
};

void PrintTo(const EngineCase& engine, std::ostream* out) {
  *out << engine.name;
}

class LinearizabilityTest : public ::testing::TestWithParam<EngineCase> {
 protected:
  Options options() const {
    Options options;
    options.engine = GetParam().open(directory_.path());
    return options;
  }

 private:
  store::testing::TemporaryDirectory directory_;
};

// To clients that name no version, a bucket with versions is one without.
TEST_P(LinearizabilityTest, WhatClientsAreToldHappensInSomeOrder) {
  constexpr unsigned clients = 6, steps = 8;
  unsigned overlapping = 0;
  Harness s3(options());
  for (unsigned round = 0; round < GetParam().rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const std::string bucket = "bucket-" + std::to_string(round);
    s3.make_bucket(bucket);
    if (round % 2 == 1) enable_versioning(s3, bucket);
    History history;
    on_threads(clients, [&](unsigned who) {
      Client client(s3, history, "/" + bucket, 1000 * round + who);
      for (unsigned i = 0; i < steps; ++i) client.step(i);
    });
    ASSERT_EQ(history.calls().size(), clients * steps);
    ASSERT_TRUE(is_linearizable(history.calls())) << text_of(history.calls());
    overlapping += overlap(history.calls()) ? 1 : 0;
  }
  EXPECT_GT(overlapping, GetParam().rounds / 2) << "clients in turn prove nothing";
}

TEST_P(LinearizabilityTest, OfSixtyFourClientsThatMustBeFirstExactlyOneIs) {
  constexpr unsigned clients = 64;
  Harness s3(options());
  s3.make_bucket("bucket");
  for (unsigned round = 0; round < 10; ++round) {
    const std::string target = "/bucket/key-" + std::to_string(round);
    std::atomic<unsigned> won = 0, refused = 0;
    std::atomic<unsigned> winner = clients;
    on_threads(clients, [&](unsigned who) {
      const Answer answer = s3.send({.method = "PUT",
                                     .target = target,
                                     .headers = {{"If-None-Match", "*"}},
                                     .body = std::string(100, '.') + std::to_string(who)});
      if (answer.status == 200) {
        ++won;
        winner = who;
      } else if (answer.code() == "PreconditionFailed") {
        ++refused;
      }
    });
    ASSERT_EQ(won, 1U);
    ASSERT_EQ(refused, clients - 1);
    EXPECT_EQ(s3.send({.target = target}).body, std::string(100, '.') + std::to_string(winner));
  }
}

std::unique_ptr<store::Engine> open_memory(const std::filesystem::path&) {
  return store::make_memory_engine();
}

std::unique_ptr<store::Engine> open_disk(const std::filesystem::path& directory) {
  auto engine = store::open_disk_engine({directory, store::Durability::none});
  if (!engine) throw std::runtime_error(wire::describe(engine.error()));
  return std::move(engine.value());
}

INSTANTIATE_TEST_SUITE_P(Engines, LinearizabilityTest,
                         ::testing::Values(EngineCase{"memory", open_memory, 600},
                                           EngineCase{"disk", open_disk, 200}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace pail::emulator::testing
