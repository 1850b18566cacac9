// What the server refuses before a service sees it: each row is one request as bytes.
#include <gtest/gtest.h>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"
#include "wire/limits.hpp"

namespace pail::testing {
namespace {

struct Case {
  std::string name;
  std::string bytes;
  std::string code;
};

std::string with_fields(const std::string& fields) {
  return "PUT /k HTTP/1.1\r\n" + fields + "\r\n";
}

std::string many_fields(std::size_t count) {
  std::string fields = "Host: s3\r\n";
  for (std::size_t i = 1; i < count; ++i) fields += "X-" + std::to_string(i) + ": 1\r\n";
  return fields;
}

const std::string host = "Host: s3\r\n";

const Case refused[] = {
    {"NotHttp", "SSH-2.0-OpenSSH_9.2p1\r\n\r\n", "BadRequest"},
    {"TlsHello", std::string("\x16\x03\x01\x02\x00\x01", 6), "BadRequest"},
    {"NoVersion", "GET /\r\n\r\n", "BadRequest"},
    {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "BadRequest"},
    {"Http09Version", "GET / HTTP/0.9\r\n\r\n", "BadRequest"},
    {"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: s3\r\n\r\n", "BadRequest"},
    {"ControlInTarget", "GET /a\x01 HTTP/1.1\r\nHost: s3\r\n\r\n", "BadRequest"},
    {"BareLineFeeds", "GET / HTTP/1.1\nHost: s3\n\n", "BadRequest"},
    {"NoHost", with_fields("Content-Length: 0\r\n"), "BadRequest"},
    {"TwoHosts", with_fields(host + host), "BadRequest"},
    {"TwoHostsHttp10", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "BadRequest"},
    {"FoldedHost", with_fields("Host: s3\r\n .example\r\n"), "BadRequest"},
    {"NoColon", with_fields(host + "Nonsense\r\n"), "BadRequest"},
    {"SpaceBeforeColon", with_fields(host + "X-A : 1\r\n"), "BadRequest"},
    {"EmptyName", with_fields(host + ": 1\r\n"), "BadRequest"},
    {"FoldBeforeFirstField", with_fields(" folded\r\n" + host), "BadRequest"},
    {"ControlInValue", with_fields(host + "X-A: a\x01z\r\n"), "BadRequest"},
    {"DeleteInValue", with_fields(host + "X-A: a\x7fz\r\n"), "BadRequest"},
    {"NulInValue", with_fields(host + "X-A: a" + std::string(1, '\0') + "z\r\n"), "BadRequest"},
    {"NulInName", with_fields(host + "X" + std::string(1, '\0') + "A: 1\r\n"), "BadRequest"},
    {"BareCarriageReturn", with_fields(host + "X-A: a\rz\r\n"), "BadRequest"},
    {"ConflictingLengths", with_fields(host + "Content-Length: 1\r\nContent-Length: 2\r\n"),
     "BadRequest"},
    {"RepeatedLength", with_fields(host + "Content-Length: 1\r\nContent-Length: 1\r\n"),
     "BadRequest"},
    {"ListOfLengths", with_fields(host + "Content-Length: 1, 1\r\n"), "BadRequest"},
    {"NegativeLength", with_fields(host + "Content-Length: -1\r\n"), "BadRequest"},
    {"SignedLength", with_fields(host + "Content-Length: +1\r\n"), "BadRequest"},
    {"HexLength", with_fields(host + "Content-Length: 0x10\r\n"), "BadRequest"},
    {"EmptyLength", with_fields(host + "Content-Length:\r\n"), "BadRequest"},
    {"HugeLength", with_fields(host + "Content-Length: 99999999999999999999\r\n"), "BadRequest"},
    {"LengthAndChunks", with_fields(host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"),
     "BadRequest"},
    {"ChunksAndLength", with_fields(host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"),
     "BadRequest"},
    {"ChunksInHttp10", "PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "BadRequest"},
    {"ChunkedTwice",
     with_fields(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
     "BadRequest"},
    {"Gzip", with_fields(host + "Transfer-Encoding: gzip\r\n"), "NotImplemented"},
    {"GzipThenChunked", with_fields(host + "Transfer-Encoding: gzip, chunked\r\n"),
     "NotImplemented"},
    {"ChunkedThenGzip", with_fields(host + "Transfer-Encoding: chunked, gzip\r\n"),
     "NotImplemented"},
    {"ChunkedWithSuffix", with_fields(host + "Transfer-Encoding: xchunked\r\n"), "NotImplemented"},
    {"HeaderSectionTooLarge", with_fields(host + "X-A: " + std::string(8 * 1024, 'a') + "\r\n"),
     "RequestHeaderSectionTooLarge"},
    {"HeadTooLarge", with_fields(host + "X-A: " + std::string(40 * 1024, 'a') + "\r\n"),
     "RequestHeaderSectionTooLarge"},
    {"HeadWithoutEnd", "GET /" + std::string(40 * 1024, 'a'), "RequestHeaderSectionTooLarge"},
    {"TargetTooLong",
     "GET /" + std::string(wire::limits::target_bytes_max, 'a') + " HTTP/1.1\r\nHost: s3\r\n\r\n",
     "RequestHeaderSectionTooLarge"},
    {"TooManyFields", with_fields(many_fields(wire::limits::header_count_max + 1)),
     "RequestHeaderSectionTooLarge"},
};

class ServerRefusalTest : public ::testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(, ServerRefusalTest, ::testing::ValuesIn(refused),
                         [](const auto& test) { return test.param.name; });

TEST_P(ServerRefusalTest, IsAnsweredAndTheConnectionCloses) {
  FakeService service;
  const net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send(GetParam().bytes);
  const RawResponse response = client.response();
  EXPECT_EQ(response.body, GetParam().code);
  EXPECT_EQ(response.status, GetParam().code == "NotImplemented" ? 501 : 400);
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(service.requests(), 0U);
}

const Case accepted[] = {
    {"IdentityEncoding", with_fields(host + "Transfer-Encoding: identity\r\n"), ""},
    {"ChunkedInCapitals", with_fields(host + "Transfer-Encoding: Chunked\r\n") + "0\r\n\r\n", ""},
    {"NoHostHttp10", "GET / HTTP/1.0\r\n\r\n", ""},
    {"EmptyHost", with_fields("Host:\r\n"), ""},
    {"HighBytesInValue", with_fields(host + "X-A: \xc3\xbc\xff\r\n"), ""},
    {"TabInValue", with_fields(host + "X-A: a\tz\r\n"), ""},
    {"UnknownMethod", "BREW /pot HTTP/1.1\r\nHost: s3\r\n\r\n", ""},
    {"AbsoluteTarget", "GET http://s3/b/k HTTP/1.1\r\nHost: s3\r\n\r\n", ""},
    {"LargestHeaderSection",
     with_fields(host + "X-A: " + std::string(8 * 1024 - 10 - 7 - 2, 'a') + "\r\n"), ""},
    {"MostFields", with_fields(many_fields(wire::limits::header_count_max)), ""},
    {"LongestTarget",
     "GET /" + std::string(wire::limits::target_bytes_max - 1, 'a') +
         " HTTP/1.1\r\nHost: s3\r\n\r\n",
     ""},
};

class ServerAcceptanceTest : public ::testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(, ServerAcceptanceTest, ::testing::ValuesIn(accepted),
                         [](const auto& test) { return test.param.name; });

TEST_P(ServerAcceptanceTest, ReachesTheService) {
  FakeService service;
  const net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send(GetParam().bytes);
  EXPECT_EQ(client.response().status, 200);
  EXPECT_EQ(service.requests(), 1U);
}

TEST(ServerRefusal, NamesTheHeaderItDoesNotImplement) {
  std::string header;
  class Service final : public FakeService {
   public:
    explicit Service(std::string& seen) : seen_(seen) {}
    net::Reply fail(const wire::Error& error, const net::Request* request,
                    net::Upload* body) override {
      seen_ = error.detail("Header");
      return FakeService::fail(error, request, body);
    }

   private:
    std::string& seen_;
  } service(header);
  const net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("PUT / HTTP/1.1\r\nHost: s3\r\nTransfer-Encoding: gzip\r\n\r\n");
  EXPECT_EQ(client.response().status, 501);
  EXPECT_EQ(header, "Transfer-Encoding");
}

TEST(ServerRefusal, EvenAServiceThatThrowsThereGetsItsStatusOut) {
  class Service final : public FakeService {
    net::Reply fail(const wire::Error&, const net::Request*, net::Upload*) override {
      throw std::runtime_error("broken invariant");
    }
  } service;
  const net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("nonsense\r\n\r\n");
  EXPECT_EQ(client.response().status, 500);
  EXPECT_TRUE(client.at_end());
}

}  // namespace
}  // namespace pail::testing
