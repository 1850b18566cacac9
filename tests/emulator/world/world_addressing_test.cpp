// How a request finds its world: by key, by host; and requests that are trusted instead.
#include "emulator/host_label.hpp"
#include "tests/emulator/world/world_case.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {
namespace {

class AddressingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Options options;
    options.open_buckets = true;
    pail.close();
    pail.open(std::move(options));
  }
  // As somebody without a key, whom buckets let in.
  Answer anonymous(std::string host, std::string target) {
    return pail.s3().send({.target = std::move(target), .signing = Signing::none, .host = host});
  }
  // A bucket that everybody may read, with that body in "key".
  static void make_public(const User& root, const std::string& body) {
    ASSERT_EQ(root.puts("bucket", {}), "200");
    const Answer put = root.send({.method = "PUT",
                                  .target = "/bucket/key",
                                  .headers = {{"x-amz-acl", "public-read"}},
                                  .body = body});
    ASSERT_EQ(put.status, 200U) << put.body;
  }

  WorldCase pail{EngineKind::memory};
};

TEST_F(AddressingTest, HostLabelsAreRead) {
  const std::string own_names[] = {"localhost", "s3.localhost", "s3.example.com"};
  const auto read = [&](std::string_view host) {
    const auto label = host_label(host, own_names);
    return label ? label->world + " " + label->own_name : "none";
  };
  EXPECT_EQ(read("a.pail.localhost"), "a a.pail.localhost");
  EXPECT_EQ(read("A.Pail.LOCALHOST:9000"), "a a.pail.localhost");
  EXPECT_EQ(read("my.bucket.a.pail.localhost:80"), "a a.pail.localhost");
  EXPECT_EQ(read("a.pail.s3.example.com"), "a a.pail.s3.example.com");
  EXPECT_EQ(read("b.pail.a.pail.localhost"), "a a.pail.localhost");
  EXPECT_EQ(read("pail.localhost"), "none");
  EXPECT_EQ(read(".pail.localhost"), "none");
  EXPECT_EQ(read("a.pail.example.com"), "none");
  EXPECT_EQ(read("a.pail.localhost.example.com"), "none");
  EXPECT_EQ(read(""), "none");
}

TEST_F(AddressingTest, WhoHasNoKeyIsInTheWorldOfTheHost) {
  make_public(pail.root(), "default's");
  make_public(pail.make("a"), "a's");
  EXPECT_EQ(anonymous("a.pail.localhost:9000", "/bucket/key").body, "a's");
  EXPECT_EQ(anonymous("bucket.a.pail.localhost", "/key").body, "a's");
  EXPECT_EQ(anonymous("localhost", "/bucket/key").body, "default's");
  EXPECT_EQ(anonymous("default.pail.localhost", "/bucket/key").body, "default's");
  EXPECT_EQ(anonymous("bucket.default.pail.localhost", "/key").body, "default's");
}

TEST_F(AddressingTest, TheDefaultWorldHasItsLabelAlsoWhenItIsAlone) {
  make_public(pail.root(), "default's");
  EXPECT_EQ(anonymous("bucket.default.pail.localhost", "/key").body, "default's");
}

TEST_F(AddressingTest, AKnownKeySaysMoreThanTheHost) {
  const User a = pail.make("a");
  pail.make("b");
  ASSERT_EQ(a.puts("bucket", {}), "200");
  ASSERT_EQ(a.puts("bucket/key", "a's"), "200");
  EXPECT_EQ(a.send({.target = "/bucket/key", .host = "b.pail.localhost"}).body, "a's");
  EXPECT_EQ(a.send({.target = "/key", .host = "bucket.b.pail.localhost"}).body, "a's");
}

TEST_F(AddressingTest, AnUnknownKeyIsJudgedInTheWorldOfTheHost) {
  ASSERT_TRUE(pail.worlds().create(
      {.name = "a", .clock = world::ClockSetting::standing(test_time() + std::chrono::days(1))}));
  const Answer answer = pail.s3().send(
      {.target = "/", .access_key = "AKIANOBODY", .host = "a.pail.localhost", .skew_s = 86'400});
  EXPECT_EQ(answer.code(), "InvalidAccessKeyId");
  EXPECT_EQ(answer.header("Date"), "Mon, 02 Mar 2026 12:00:00 GMT");
}

TEST_F(AddressingTest, PreflightsGoByTheHost) {
  const User a = pail.make("a");
  ASSERT_EQ(a.puts("bucket", {}), "200");
  const std::string cors =
      "<CORSConfiguration><CORSRule><AllowedOrigin>http://a.example</AllowedOrigin>"
      "<AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>";
  const std::string md5 = wire::to_base64(wire::md5(wire::as_bytes(cors)));
  const Answer put = a.send(
      {.method = "PUT", .target = "/bucket?cors", .headers = {{"Content-MD5", md5}}, .body = cors});
  ASSERT_EQ(put.status, 200U) << put.body;
  const auto preflight = [&](std::string host) {
    return pail.s3().send(
        {.method = "OPTIONS",
         .target = "/bucket/key",
         .headers = {{"Origin", "http://a.example"}, {"Access-Control-Request-Method", "GET"}},
         .signing = Signing::none,
         .host = std::move(host)});
  };
  EXPECT_EQ(preflight("a.pail.localhost").status, 200U);
  EXPECT_EQ(preflight("localhost").status, 403U);
}

TEST_F(AddressingTest, WithoutSuchAWorldALabelIsABucketAsEver) {
  ASSERT_EQ(pail.root().puts("nobody.pail", {}), "200");
  const Answer answer = pail.root().send({.target = "/key", .host = "nobody.pail.localhost"});
  EXPECT_EQ(answer.code(), "NoSuchKey");
}

TEST_F(AddressingTest, ServiceHostsAreNoBuckets) {
  pail.make("a");
  ASSERT_EQ(pail.root().puts("files.example.com", {}), "200");
  const auto is_service_host = [&](std::string_view host) {
    return pail.s3().emulator().is_service_host(host);
  };
  for (const char* const host : {"localhost:9000", "127.0.0.1:9000", "[::1]:9000", "s3.localhost",
                                 "a.pail.localhost", "default.pail.localhost", "pail:9000", ""}) {
    EXPECT_TRUE(is_service_host(host)) << host;
  }
  for (const char* const host :
       {"bucket.localhost", "bucket.s3.localhost:9000", "bucket.a.pail.localhost",
        "b.pail.localhost", "files.example.com"}) {
    EXPECT_FALSE(is_service_host(host)) << host;
  }
}

TEST_F(AddressingTest, TrustedRequestsNeedNoSignatureButTheirPermissions) {
  const User root = pail.make("a");
  auto& emulator = pail.s3().emulator();
  world::World& world = pail.world("a");
  const auto first = world.contents()->directory().first();
  const auto ask = [&](std::shared_ptr<const access::Identity> who, std::string_view method,
                       std::string_view target) {
    net::Request request;
    request.method = method;
    request.target = target;
    request.headers.add("Host", "localhost");
    request.content_length = 0;
    auto begun = emulator.begin_as(world, std::move(who), request);
    if (auto* const reply = std::get_if<net::Reply>(&begun)) return reply->status;
    return std::get<std::unique_ptr<net::Upload>>(begun)->finish().value().status;
  };
  const std::uint64_t entries = world.journal().find({}, 0, 100).last_id;
  ASSERT_TRUE(world.faults().add({.then = {.error = world::FaultError{}}}));
  EXPECT_EQ(ask(first, "PUT", "/bucket"), 200U);
  EXPECT_EQ(ask(first, "PUT", "/bucket/key"), 200U);
  EXPECT_EQ(ask(nullptr, "GET", "/bucket/key"), 403U);
  const signer::Credentials user = [&] {
    world.faults().clear();
    return QueryClient(pail.s3(), root.keys()).make_user("user");
  }();
  const auto journal = world.journal().find({}, 0, 100);
  for (const auto& entry : journal.entries) EXPECT_NE(entry->target, "/bucket");
  EXPECT_GE(journal.last_id, entries);
  EXPECT_EQ(ask(world.contents()->directory().identity(user.access_key), "GET", "/bucket/key"),
            403U);
  EXPECT_EQ(pail.root().gets("bucket/key"), "404 NoSuchBucket");
}

TEST_F(AddressingTest, UptimeIsTheMachines) {
  const auto machine = std::make_shared<wire::ManualClock>(test_time());
  pail.close();
  Options options;
  options.machine_clock = machine;
  pail.open(std::move(options));
  EXPECT_EQ(pail.s3().emulator().uptime(), std::chrono::milliseconds(0));
  machine->advance(std::chrono::seconds(5));
  pail.s3().clock().advance(std::chrono::hours(1));
  EXPECT_EQ(pail.s3().emulator().uptime(), std::chrono::seconds(5));
}

}  // namespace
}  // namespace pail::emulator::testing
