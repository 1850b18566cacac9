// What a trouble makes of an answer, and what the connection is told.
#include "emulator/trouble.hpp"

#include <gtest/gtest.h>

#include "emulator/reply.hpp"
#include "wire/encode.hpp"
#include "wire/xml.hpp"

namespace pail::emulator {
namespace {

using namespace std::chrono_literals;
using wire::Errc;

// Pieces of at most `piece` bytes.
class TextSource final : public net::Source {
 public:
  TextSource(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  std::uint64_t size() const noexcept override { return text_.size(); }
  wire::Result<wire::Bytes> next(std::size_t bytes_max) override {
    const std::string_view rest = std::string_view(text_).substr(at_);
    const auto piece = rest.substr(0, std::min(bytes_max, piece_));
    at_ += piece.size();
    return wire::as_bytes(piece);
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

std::string read(net::Source& source) {
  std::string all;
  for (;;) {
    const auto piece = source.next(100);
    EXPECT_TRUE(piece);
    if (!piece || piece.value().empty()) return all;
    all += wire::as_text(piece.value());
  }
}

net::Reply text_reply(std::string text) {
  net::Reply reply;
  reply.body = std::move(text);
  return reply;
}

std::string corrupted(std::string text, std::uint64_t offset) {
  net::Reply reply = text_reply(std::move(text));
  falsify(reply, {.corrupt_response_at = offset});
  return std::get<std::string>(reply.body);
}

TEST(Trouble, ErrorsAreS3sUnlessTheRuleHasItsOwnWords) {
  const wire::Error plain = told_error({.code = Errc::SlowDown});
  EXPECT_EQ(plain.message(), wire::info(Errc::SlowDown).message);
  EXPECT_TRUE(plain.headers().empty());
  const wire::Error told = told_error({Errc::SlowDown, "Not so fast.", 7s});
  EXPECT_EQ(told.message(), "Not so fast.");
  ASSERT_EQ(told.headers().size(), 1U);
  EXPECT_EQ(told.headers()[0].name + ": " + told.headers()[0].value, "Retry-After: 7");
}

TEST(Trouble, OneBitOfOneByte) {
  EXPECT_EQ(corrupted("abcd", 0), "`bcd");
  EXPECT_EQ(corrupted("abcd", 2), "abbd");
  EXPECT_EQ(corrupted("abcd", 3), "abce");
  EXPECT_EQ(corrupted("abcd", 1000), "abce") << "a shorter answer is not spared";
  EXPECT_EQ(corrupted("", 0), "");
}

TEST(Trouble, OneBitOfAStreamWhereverItsPiecesEnd) {
  for (std::size_t piece = 1; piece <= 8; ++piece) {
    for (std::uint64_t offset = 0; offset < 7; ++offset) {
      SCOPED_TRACE(std::to_string(piece) + " byte pieces, offset " + std::to_string(offset));
      net::Reply reply;
      reply.body = std::make_unique<TextSource>("0123456", piece);
      falsify(reply, {.corrupt_response_at = offset});
      auto& source = *std::get<std::unique_ptr<net::Source>>(reply.body);
      EXPECT_EQ(source.size(), 7U);
      std::string expected = "0123456";
      expected[offset] ^= 1;
      EXPECT_EQ(read(source), expected);
    }
  }
}

TEST(Trouble, WrongEtagInTheHeader) {
  net::Reply reply = text_reply("<ETag>not a document's");
  reply.fields.add("Content-Type", "text/plain").add("ETag", "\"0abc-2\"").add("X", "0");
  falsify(reply, {.wrong_etag = true});
  EXPECT_EQ(reply.fields.text(), "Content-Type: text/plain\r\nETag: \"1abc-2\"\r\nX: 0\r\n");
}

TEST(Trouble, WrongEtagInDocuments) {
  net::Reply reply = xml_reply("<R><ETag>&quot;abc&quot;</ETag><ETag>0</ETag><ETag></ETag></R>");
  falsify(reply, {.wrong_etag = true});
  EXPECT_EQ(std::get<std::string>(reply.body),
            "<R><ETag>&quot;0bc&quot;</ETag><ETag>1</ETag><ETag></ETag></R>");
}

TEST(Trouble, ErrorIn200IsADocumentBehindWhiteSpace) {
  const net::Reply reply = error_in_200(Errc::InternalError, RequestIdSource(1).next());
  EXPECT_EQ(reply.status, 200U);
  const auto& body = std::get<std::string>(reply.body);
  EXPECT_NE(body.find("?>\n  "), std::string::npos);
  EXPECT_EQ(wire::error_from_xml(body, 200).code(), Errc::InternalError);
}

struct RedirectCase {
  world::FaultRedirect fault;
  std::string_view host, bucket;
  bool virtual_host;
  std::string_view endpoint, location;
};

TEST(Trouble, RedirectsAsS3Does) {
  const RedirectCase cases[] = {
      {{}, "localhost:9000", "b", false, "localhost:9000", "http://localhost:9000/b/k?x=1"},
      {{307, "s3.eu-west-1.amazonaws.com", "eu-west-1"},
       "localhost:9000",
       "b",
       false,
       "s3.eu-west-1.amazonaws.com",
       "http://s3.eu-west-1.amazonaws.com/b/k?x=1"},
      {{307, "https://127.0.0.1:9001", ""},
       "localhost:9000",
       "b",
       false,
       "127.0.0.1:9001",
       "https://127.0.0.1:9001/b/k?x=1"},
      {{307, "s3.other.test", ""},
       "b.localhost",
       "b",
       true,
       "b.s3.other.test",
       "http://b.s3.other.test/b/k?x=1"},
      {{307, "", ""}, "b.localhost", "b", true, "b.localhost", "http://b.localhost/b/k?x=1"},
      {{301, "s3.other.test", ""}, "localhost", "b", false, "s3.other.test", ""},
  };
  for (const RedirectCase& each : cases) {
    SCOPED_TRACE(each.endpoint);
    net::Request request;
    request.target = "/b/k?x=1";
    request.headers.add("Host", each.host);
    const wire::Address address{std::string(each.bucket), "k", "", each.virtual_host, ""};
    const wire::Error error = redirection(each.fault, request, address, "us-east-1");
    EXPECT_EQ(error.status(), each.fault.status);
    EXPECT_EQ(error.detail("Endpoint"), each.endpoint);
    EXPECT_EQ(error.detail("Bucket"), each.bucket);
    std::string location;
    std::string region;
    for (const wire::NamedText& header : error.headers()) {
      if (header.name == "Location") location = header.value;
      if (header.name == "x-amz-bucket-region") region = header.value;
    }
    EXPECT_EQ(location, each.location);
    EXPECT_EQ(region, each.fault.region.empty() ? "us-east-1" : each.fault.region);
  }
}

world::Trouble trouble(world::FaultAction action) {
  world::Trouble out;
  out.action = std::move(action);
  return out;
}

TEST(Trouble, ConnectionIsToldOnlyWhatConcernsIt) {
  EXPECT_EQ(carriage_for(trouble({.error = world::FaultError{}, .wrong_etag = true}), 10, false),
            nullptr);
  world::Trouble slow = trouble({.bandwidth = world::FaultBandwidth{5, 6}});
  slow.delay = 20ms;
  const auto carriage = carriage_for(slow, 10, true);
  ASSERT_NE(carriage, nullptr);
  EXPECT_EQ(carriage->delay, 20ms);
  EXPECT_EQ(carriage->up_bytes_per_second, 5U);
  EXPECT_EQ(carriage->down_bytes_per_second, 6U);
  EXPECT_FALSE(carriage->cut);
}

TEST(Trouble, StallsInTheMiddleUnlessToldWhere) {
  EXPECT_EQ(
      carriage_for(trouble({.stall = world::FaultStall{1ms, {}}}), 10, true)->stall_after_bytes,
      5U);
  EXPECT_EQ(
      carriage_for(trouble({.stall = world::FaultStall{1ms, 2}}), 10, true)->stall_after_bytes, 2U);
}

TEST(Trouble, CutsWhereTheRuleSays) {
  using When = world::FaultClose::When;
  const std::pair<When, net::Cut::When> moments[] = {
      {When::before_response, net::Cut::When::before_response},
      {When::after_request_bytes, net::Cut::When::after_request_bytes},
      {When::after_response_bytes, net::Cut::When::after_response_bytes}};
  for (const auto& [moment, expected] : moments) {
    const auto carriage =
        carriage_for(trouble({.close = world::FaultClose{moment, 7, true}}), 10, true);
    ASSERT_TRUE(carriage->cut);
    EXPECT_EQ(carriage->cut->when, expected);
    EXPECT_EQ(carriage->cut->bytes, 7U);
    EXPECT_TRUE(carriage->cut->reset);
  }
}

TEST(Trouble, ResetAfterTheCommitIsForSuccessAlone) {
  const world::Trouble lost = trouble({.commit_then_reset = true});
  const auto carriage = carriage_for(lost, 10, true);
  ASSERT_TRUE(carriage->cut);
  EXPECT_EQ(carriage->cut->when, net::Cut::When::before_response);
  EXPECT_TRUE(carriage->cut->reset);
  EXPECT_EQ(carriage_for(lost, 10, false), nullptr);
}

}  // namespace
}  // namespace pail::emulator
