#include "net/load_reader.hpp"

#include <gtest/gtest.h>

#include <string>

#include "net/load.hpp"

namespace pail::net {
namespace {

using State = LoadReader::State;

// All of it, so many bytes at a time. What an answer is does not depend on how it is cut.
State feed(LoadReader& reader, std::string text, std::size_t step) {
  State state = State::more;
  for (std::size_t at = 0; at < text.size() && state == State::more; at += step) {
    std::string piece = text.substr(at, step);
    state = reader.take(piece);
  }
  return state;
}

struct Answer {
  State state;
  unsigned status;
  std::uint64_t bytes;
  std::string body;
  bool operator==(const Answer&) const = default;
};

Answer read(const std::string& text, std::size_t step, bool to_head = false, bool wanted = false) {
  LoadReader reader;
  reader.begin(to_head, wanted);
  const State state = feed(reader, text, step);
  return {state, reader.status(), reader.body_bytes(), std::string(reader.body())};
}

TEST(LoadReaderTest, AnAnswerIsTheSameHoweverItIsCut) {
  const std::string sized = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
  const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n" + sized;
  for (const std::string& text : {sized, chunked, interim}) {
    for (std::size_t step = 1; step <= text.size(); ++step) {
      EXPECT_EQ(read(text, step, false, true), (Answer{State::done, 200, 5, "hello"}))
          << text << " by " << step;
    }
  }
}

TEST(LoadReaderTest, OfASuccessOnlyTheBytesAreCounted) {
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 99),
            (Answer{State::done, 200, 5, ""}));
}

TEST(LoadReaderTest, OfAnErrorTheBeginningIsKept) {
  const std::string body(LoadReader::kept_bytes_max + 10, 'e');
  const auto answer =
      read("HTTP/1.1 503 No\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
           1000);
  EXPECT_EQ(answer.bytes, body.size());
  EXPECT_EQ(answer.body.size(), LoadReader::kept_bytes_max);
}

TEST(LoadReaderTest, SomeAnswersHaveNoBodyWhateverTheySay) {
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 7, true).state, State::done);
  EXPECT_EQ(read("HTTP/1.1 204 No Content\r\n\r\n", 7).state, State::done);
  EXPECT_EQ(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 7).state, State::done);
}

TEST(LoadReaderTest, WhatNobodyAskedForIsBroken) {
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", 99).state, State::broken);
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1", 99).state, State::broken);
  EXPECT_EQ(read("garbage\r\n\r\n", 99).state, State::broken);
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 99).state,
            State::broken);
}

TEST(LoadReaderTest, AnEarlyEndIsNoAnswer) {
  LoadReader reader;
  reader.begin(false, false);
  EXPECT_EQ(reader.end_of_input(), State::broken);
  EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", 4), State::more);
  EXPECT_EQ(reader.end_of_input(), State::broken);
}

TEST(LoadReaderTest, ABodyWithoutAnEndEndsWithItsConnection) {
  LoadReader reader;
  reader.begin(false, false);
  EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\n\r\nhello", 4), State::more);
  EXPECT_EQ(reader.end_of_input(), State::done);
  EXPECT_EQ(reader.body_bytes(), 5u);
  EXPECT_FALSE(reader.keep_alive());
}

TEST(LoadReaderTest, NothingOfOneAnswerIsLeftInTheNext) {
  LoadReader reader;
  reader.begin(false, true);
  feed(reader, "HTTP/1.1 500 No\r\nETag: x\r\nContent-Length: 3\r\n\r\nbad", 5);
  reader.begin(false, false);
  feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 5);
  EXPECT_EQ(reader.status(), 200u);
  EXPECT_EQ(reader.body(), "");
  EXPECT_EQ(reader.etag(), "");
  EXPECT_EQ(reader.body_bytes(), 0u);
}

TEST(LoadBodyTest, IsItsBlockAgainAndAgain) {
  LoadBody body{"abc", 2, 6};
  std::string all;
  while (body.bytes > 0) {
    all += body.front();
    body.advance(body.front().size());
  }
  EXPECT_EQ(all, "cabcab");
}

}  // namespace
}  // namespace pail::net
