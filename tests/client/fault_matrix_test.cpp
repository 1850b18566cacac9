// The client against every profile of faults, and each kind of fault by itself: what comes back is
// byte for byte what was sent, or a clear error; nothing hangs. Over plain HTTP and over TLS.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "client/ops/multipart.hpp"
#include "client/transfer/transfer.hpp"
#include "emulator/world/faults.hpp"
#include "net/failure.hpp"
#include "tests/client/stage.hpp"
#include "tests/client/temporary_folder.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

using namespace std::chrono_literals;

// Longer than any case takes by far, and a hang is a failure rather than a lost evening.
constexpr auto hang_after = 60s;
// Beyond what truncated-downloads lets through, and more than one piece.
constexpr std::size_t object_bytes = 50'000;
// One part of the size S3 wants, and a last one.
constexpr std::size_t parts_bytes = 5 * 1024 * 1024 + 50'000;

// plain: as over a network, although it is to this machine.
enum class Carrier { plain, tls };

struct Matrix {
  explicit Matrix(Carrier carrier) : server(start(emulator, carrier)) {
    config.endpoint = net::Origin{"localhost", server.endpoint().port, carrier == Carrier::tls};
    config.http.tls.ca_file = testing::fixture_path("tls/ca.crt");
    config.credentials = stage_keys();
    config.retry = without_waiting();
    config.payload_signing = carrier == Carrier::plain;
    must(done(client().create_bucket("bucket")));
  }

  static emulator::Options options(std::shared_ptr<const wire::Clock> clock) {
    emulator::Options options;
    options.clock = std::move(clock);
    return options;
  }
  static net::Server start(net::Service& service, Carrier carrier) {
    net::ServerOptions options;
    options.threads = 1;
    if (carrier == Carrier::tls) {
      options.tls.emplace();
      options.tls->certificate_file = testing::fixture_path("tls/server.crt");
      options.tls->key_file = testing::fixture_path("tls/server.key");
    }
    return must(net::Server::start(options, service));
  }

  Client& client() {
    if (!client_) client_.emplace(loop.get_executor(), config, clock);
    return *client_;
  }
  // After a change of the configuration.
  void renew_client() { client_.reset(); }
  world::World& world() { return emulator.worlds().default_world(); }

  template <class T>
  static boost::asio::awaitable<void> keep(Task<T> task, std::optional<Result<T>>& result) {
    result.emplace(co_await std::move(task));
  }
  // To its end, or to that of our patience.
  template <class T>
  Result<T> done(Task<T> task) {
    std::optional<Result<T>> result;
    boost::asio::co_spawn(loop, keep(std::move(task), result), boost::asio::detached);
    loop.restart();
    const auto end = std::chrono::steady_clock::now() + hang_after;
    while (!result && loop.run_one_until(end) > 0) {
    }
    if (!result) throw std::runtime_error("it hangs");
    return std::move(*result);
  }

  std::shared_ptr<wire::ManualClock> clock = std::make_shared<wire::ManualClock>(moment());
  emulator::Emulator emulator{options(clock)};
  net::Server server;
  Config config;
  boost::asio::io_context loop{1};

 private:
  std::optional<Client> client_;
};

std::string pattern(std::size_t size, std::size_t round) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>((i * 131 + round) % 251);
  return text;
}

// An error that says what was wrong, and is of the trouble made, not of our making.
void expect_clear(const wire::Error& error) {
  EXPECT_FALSE(wire::describe(error).empty());
  EXPECT_NE(error.code(), wire::Errc::InvalidArgument) << wire::describe(error);
  EXPECT_NE(error.code(), wire::Errc::SignatureDoesNotMatch) << wire::describe(error);
  EXPECT_NE(error.code(), wire::Errc::IncompleteBody) << wire::describe(error);
}

std::string key_of(std::size_t round) {
  return "round-" + std::to_string(round);
}

// What that round stored, once the faults are gone.
void expect_stored(Matrix& matrix, std::size_t size, std::size_t round) {
  TextSink sink;
  must(matrix.done(matrix.client().get_object("bucket", key_of(round), sink)));
  EXPECT_TRUE(sink.text() == pattern(size, round)) << "round " << round;
}

using Work = bool (*)(Matrix& matrix, std::size_t size, std::size_t round);

bool put(Matrix& matrix, std::size_t size, std::size_t round) {
  const auto body = text_body(pattern(size, round));
  const auto result = matrix.done(matrix.client().put_object("bucket", key_of(round), *body));
  if (!result) expect_clear(result.error());
  return result.has_value();
}

bool get(Matrix& matrix, std::size_t size, std::size_t round) {
  TextSink sink;
  const auto result = matrix.done(matrix.client().get_object("bucket", "there", sink));
  const std::string whole = pattern(size, 0);
  if (result) {
    EXPECT_EQ(sink.text(), whole);
  } else {
    expect_clear(result.error());
    const bool altered = result.error().code() == wire::Errc::BadDigest;
    EXPECT_NE(altered, whole.starts_with(sink.text())) << "round " << round;
  }
  return result.has_value();
}

bool list(Matrix& matrix, std::size_t /*size*/, std::size_t /*round*/) {
  const auto result = matrix.done(matrix.client().list_objects("bucket"));
  if (result) {
    EXPECT_EQ(result.assume_value().objects.size(), 1U);
  } else {
    expect_clear(result.error());
  }
  return result.has_value();
}

bool in_parts(Matrix& matrix, std::size_t size, std::size_t round) {
  const TemporaryFolder folder;
  const std::string content = pattern(size, round);
  const std::string path = folder.write("up", content);
  transfer::UploadOptions options;
  options.part_bytes = 5 * 1024 * 1024;
  const auto result = matrix.done(
      transfer::upload_file(matrix.client(), path, "bucket", key_of(round), std::move(options)));
  if (!result) expect_clear(result.error());
  return result.has_value();
}

struct Case {
  std::string_view profile;
  std::string_view operation;
  Work run;
  Carrier carrier;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Carrier carrier : {Carrier::plain, Carrier::tls}) {
    for (const std::string_view profile : world::fault_profiles()) {
      all.push_back({profile, "put", put, carrier});
      all.push_back({profile, "get", get, carrier});
      all.push_back({profile, "multipart", in_parts, carrier});
      all.push_back({profile, "list", list, carrier});
    }
  }
  return all;
}

class Profiles : public ::testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(, Profiles, ::testing::ValuesIn(cases()), [](const auto& test) {
  std::string name = std::string(test.param.profile) + "_" + std::string(test.param.operation) +
                     (test.param.carrier == Carrier::tls ? "_tls" : "");
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-'; }, '_');
  return name;
});

TEST_P(Profiles, BytesAreEqualOrTheErrorIsClear) {
  const Case& test = GetParam();
  // What it slows down, it slows down in our time as well.
  const bool slow = test.profile == "slow-3g";
  const bool parts = test.operation == "multipart";
  const std::size_t rounds = slow ? 1 : parts ? 3 : 30;
  const std::size_t size = slow ? 3000 : parts ? parts_bytes : object_bytes;
  Matrix matrix(test.carrier);
  const bool writes = test.operation == "put" || parts;
  if (!writes) {
    const auto body = text_body(pattern(size, 0));
    must(matrix.done(matrix.client().put_object("bucket", "there", *body)));
  }
  must(matrix.world().faults().add_profile(test.profile));
  std::vector<std::size_t> succeeded;
  for (std::size_t round = 0; round < rounds; ++round) {
    if (test.run(matrix, size, round)) succeeded.push_back(round);
  }
  EXPECT_GE(succeeded.size() * 10, rounds * 9) << succeeded.size() << " of " << rounds;
  matrix.world().faults().clear();
  if (!writes) return;
  for (const std::size_t round : succeeded) expect_stored(matrix, size, round);
}

// Each kind by itself, once, and for ever.
struct FaultKind {
  std::string_view name;
  world::FaultAction action;
  bool once_is_survived;
};

std::vector<FaultKind> kinds() {
  using world::FaultClose;
  using When = FaultClose::When;
  std::vector<FaultKind> all;
  const auto add = [&](std::string_view name, bool survived) -> world::FaultAction& {
    all.push_back({name, {}, survived});
    return all.back().action;
  };
  add("reset", true).close = FaultClose{.reset = true};
  add("cut_in_the_request", true).close = FaultClose{When::after_request_bytes, 20'000, true};
  add("cut_in_the_answer", true).close = FaultClose{When::after_response_bytes, 20, true};
  add("corrupt_answer", false).corrupt_response_at = 30;
  add("lost_answer", true).commit_then_reset = true;
  add("error_after_the_deed", true).commit_then_fail = world::FaultError{};
  add("throttled", true).error = world::FaultError{wire::Errc::SlowDown, {}, 3s};
  add("slow_head", true).delay = world::FaultDelay{.a = 30ms};
  add("stall", true).stall = world::FaultStall{.length = 30ms};
  return all;
}

class Faults : public ::testing::TestWithParam<std::tuple<Carrier, std::size_t>> {
 protected:
  static FaultKind kind() { return kinds()[std::get<1>(GetParam())]; }
};

INSTANTIATE_TEST_SUITE_P(, Faults,
                         ::testing::Combine(::testing::Values(Carrier::plain, Carrier::tls),
                                            ::testing::Range(std::size_t{0}, kinds().size())),
                         [](const auto& test) {
                           return std::string(kinds()[std::get<1>(test.param)].name) +
                                  (std::get<0>(test.param) == Carrier::tls ? "_tls" : "");
                         });

TEST_P(Faults, OnceIsMendedWhereItCanBeAndForEverIsAnError) {
  Matrix matrix(std::get<0>(GetParam()));
  const auto body = text_body(pattern(object_bytes, 0));
  must(matrix.done(matrix.client().put_object("bucket", "there", *body)));
  const std::pair<std::string_view, Work> operations[] = {{"put", put}, {"get", get}};
  for (const auto& [name, run] : operations) {
    SCOPED_TRACE(name);
    matrix.world().faults().clear();
    must(matrix.world().faults().add({.when = {.times = 1}, .then = kind().action}));
    const bool survived = run(matrix, object_bytes, 0);
    EXPECT_EQ(survived, kind().once_is_survived || name == "put") << kind().name;
    matrix.world().faults().clear();
    must(matrix.world().faults().add({.then = kind().action}));
    const bool always = run(matrix, object_bytes, 1);
    matrix.world().faults().clear();
    if (name != "put") continue;
    if (survived) expect_stored(matrix, object_bytes, 0);
    if (always) expect_stored(matrix, object_bytes, 1);
  }
}

// Why there was no answer has to reach whoever decides about asking again.
TEST(Certificates, ThatAreNotTrustedAreNotAskedForAgain) {
  Matrix matrix(Carrier::tls);
  Config stranger = matrix.config;
  stranger.http.tls.ca_file = testing::fixture_path("tls/stranger.crt");
  unsigned waits = 0;
  stranger.retry.waiting = [&waits,
                            wait = without_waiting().waiting](std::chrono::milliseconds time) {
    ++waits;
    return wait(time);
  };
  Client client(matrix.loop.get_executor(), stranger, matrix.clock);
  const auto refused = matrix.done(client.head_bucket("bucket"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail(net::cause_element), net::cause_certificate);
  EXPECT_EQ(waits, 0U);
}

// shared/spec/sigv4.md §14: signed chunks where nothing else protects them, or where somebody wants
// them; to this machine itself the bytes as they are, unless only a trailer can say their checksum.
struct Travel {
  Carrier carrier;
  bool payload_signing;
  wire::ChecksumAlgorithm algorithm;
  std::string_view form;
};

TEST(LargeBodies, TravelInTheFormTheirCarrierAsksFor) {
  using Algorithm = wire::ChecksumAlgorithm;
  const Travel travels[] = {
      {Carrier::plain, true, Algorithm::crc64nvme, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"},
      {Carrier::plain, true, Algorithm::crc32c, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"},
      {Carrier::plain, false, Algorithm::crc64nvme, "UNSIGNED-PAYLOAD"},
      {Carrier::plain, false, Algorithm::crc32c, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"},
      {Carrier::tls, false, Algorithm::crc64nvme, "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
      {Carrier::tls, true, Algorithm::crc64nvme, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}};
  for (const Travel& travel : travels) {
    SCOPED_TRACE(travel.form);
    Matrix matrix(travel.carrier);
    matrix.config.payload_signing = travel.payload_signing;
    matrix.renew_client();
    const auto body = text_body(pattern(2 * body_in_memory_max, 7));
    PutOptions options;
    options.checksum = travel.algorithm;
    const PutResult put =
        must(matrix.done(matrix.client().put_object("bucket", key_of(7), *body, options)));
    EXPECT_TRUE(put.checksum);
    expect_stored(matrix, 2 * body_in_memory_max, 7);
    const auto puts = matrix.world().journal().find({.operation = "PutObject"}, 0, 10).entries;
    ASSERT_EQ(puts.size(), 1U);
    std::string sent;
    world::for_each_header(puts[0]->headers, [&](std::string_view name, std::string_view value) {
      if (wire::iequals(name, "x-amz-content-sha256")) sent = value;
    });
    EXPECT_EQ(sent, travel.form);
  }
}

}  // namespace
}  // namespace pail::client
