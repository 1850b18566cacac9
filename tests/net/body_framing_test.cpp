#include "net/body_framing.hpp"

#include <gtest/gtest.h>

#include <string>

#include "wire/limits.hpp"

namespace pail::net {
namespace {

using wire::Errc;

struct Decoded {
  std::string payload;
  std::string rest;  // not consumed
  bool done = false;
};

// Feeds `sent` in pieces of `step` bytes, never more than certain() allows when `step` is 0.
Result<Decoded> decode(BodyFraming body, std::string sent, std::size_t step) {
  Decoded decoded;
  std::size_t at = 0;
  while (at < sent.size() && !body.done()) {
    const std::size_t wanted = step > 0 ? step : static_cast<std::size_t>(body.certain());
    const std::size_t n = std::min(wanted, sent.size() - at);
    PAIL_TRY(const BodyPiece piece, body.take(std::span(sent).subspan(at, n)));
    decoded.payload += wire::as_text(piece.payload);
    at += piece.consumed;
    if (piece.consumed < n) break;
  }
  decoded.rest = sent.substr(at);
  decoded.done = body.done();
  return decoded;
}

BodyFraming chunked() {
  return BodyFraming::of({std::nullopt, true});
}
BodyFraming sized(std::uint64_t size) {
  return BodyFraming::of({size, false});
}

TEST(BodyFraming, NoLengthMeansNoBody) {
  EXPECT_TRUE(BodyFraming::of({}).done());
  EXPECT_EQ(BodyFraming::of({}).certain(), 0U);
}

TEST(BodyFraming, SizedBodyEndsAtItsSize) {
  for (const std::size_t step : {0U, 1U, 3U, 100U}) {
    SCOPED_TRACE(step);
    const auto decoded = decode(sized(5), "helloGET /", step);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded.value().payload, "hello");
    EXPECT_EQ(decoded.value().rest, "GET /");
    EXPECT_TRUE(decoded.value().done);
  }
}

TEST(BodyFraming, BodyUntilCloseTakesEverything) {
  const auto decoded = decode(BodyFraming::until_close(), "anything", 3);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded.value().payload, "anything");
  EXPECT_FALSE(decoded.value().done);
}

struct ChunkCase {
  std::string sent;
  std::string payload;
};

const ChunkCase good_chunks[] = {
    {"0\r\n\r\n", ""},
    {"5\r\nhello\r\n0\r\n\r\n", "hello"},
    {"1\r\na\r\n2\r\nbc\r\n3\r\ndef\r\n0\r\n\r\n", "abcdef"},
    {"0a\r\n0123456789\r\n000\r\n\r\n", "0123456789"},
    {"A\r\n0123456789\r\n0\r\n\r\n", "0123456789"},
    {"1 \r\na\r\n0;last\r\n\r\n", "a"},
    {"1;n=v;m=\"q v\"\r\na\r\n0\r\n\r\n", "a"},
    {"1\r\n\r\r\n1\r\n\n\r\n0\r\n\r\n", "\r\n"},
    {"1\r\na\r\n0\r\nX-Trailer: v\r\nY: w\r\n\r\n", "a"},
};

// Whatever the pieces, and above all: certain() never reaches into what follows the body.
TEST(ChunkDecoder, FindsThePayloadHoweverItArrives) {
  for (const ChunkCase& c : good_chunks) {
    for (const std::size_t step : {0U, 1U, 2U, 7U, 1000U}) {
      SCOPED_TRACE(c.sent + " in steps of " + std::to_string(step));
      const auto decoded = decode(chunked(), c.sent + "GET /", step);
      ASSERT_TRUE(decoded);
      EXPECT_EQ(decoded.value().payload, c.payload);
      EXPECT_TRUE(decoded.value().done);
      EXPECT_EQ(decoded.value().rest, "GET /");
    }
  }
}

TEST(ChunkDecoder, CertainNeverOvershoots) {
  for (const ChunkCase& c : good_chunks) {
    std::string sent = c.sent;
    BodyFraming body = chunked();
    for (std::size_t at = 0; at < sent.size(); ++at) {
      SCOPED_TRACE(c.sent + " at " + std::to_string(at));
      EXPECT_GT(body.certain(), 0U);
      EXPECT_LE(body.certain(), sent.size() - at);
      ASSERT_TRUE(body.take(std::span(sent).subspan(at, 1)));
    }
    EXPECT_EQ(body.certain(), 0U);
  }
}

TEST(ChunkDecoder, RefusesWhatIsNoChunk) {
  for (const std::string sent :
       {"x\r\n", "\r\n", ";\r\n", "-1\r\n", "0x1\r\na\r\n", "1\na\r\n", "1\r\na0\r\n\r\n",
        "1\r\nab\r\n0\r\n\r\n", "1\rx", "1\r\na\rx", "0\r\n\rx", "0\r\nT: v\rx", "0\r\n\n",
        "1;\x01\r\na\r\n", "1;\x7f\r\na\r\n", "0\r\nT: \x01\r\n\r\n", "11111111111111111\r\n",
        "1\r\na\r\n\r\n"}) {
    SCOPED_TRACE(sent);
    const auto decoded = decode(chunked(), sent, 1);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code(), Errc::BadRequest);
  }
}

TEST(ChunkDecoder, LimitsLinesAndTrailers) {
  const std::string long_line = "1;" + std::string(wire::limits::chunk_line_bytes_max, 'a');
  const std::string long_trailer = "0\r\nT: " + std::string(wire::limits::trailer_bytes_max, 'a');
  std::string many_trailers = "0\r\n";
  while (many_trailers.size() < 3 * wire::limits::trailer_bytes_max) many_trailers += "T: v\r\n";
  for (const std::string& sent : {long_line, long_trailer, many_trailers}) {
    SCOPED_TRACE(sent.substr(0, 12));
    const auto decoded = decode(chunked(), sent, 100);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code(), Errc::MaxMessageLengthExceeded);
  }
}

TEST(ChunkDecoder, LargestSizeDoesNotOverflow) {
  std::string sent = "ffffffffffffffff\r\nabc";
  BodyFraming body = chunked();
  const auto piece = body.take(sent);
  ASSERT_TRUE(piece);
  EXPECT_EQ(wire::as_text(piece.value().payload), "abc");
  EXPECT_GT(body.certain(), 1'000'000U);
}

}  // namespace
}  // namespace pail::net
