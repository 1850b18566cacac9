#include "net/read_buffer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace pail::net {
namespace {

void receive(ReadBuffer& buffer, std::string_view bytes) {
  const auto room = buffer.room();
  ASSERT_GE(room.size(), bytes.size());
  std::copy(bytes.begin(), bytes.end(), room.begin());
  buffer.received(bytes.size());
}

TEST(ReadBuffer, HoldsNoMemoryUntilUsedAndAfterRelease) {
  ReadBuffer buffer(10'000);
  EXPECT_FALSE(buffer.holds_memory());
  receive(buffer, "abc");
  buffer.consume(3);
  EXPECT_TRUE(buffer.holds_memory());
  buffer.release();
  EXPECT_FALSE(buffer.holds_memory());
  receive(buffer, "def");
  EXPECT_EQ(buffer.text(), "def");
}

TEST(ReadBuffer, ConsumedBytesStayInPlaceUntilCompacted) {
  ReadBuffer buffer(10'000);
  receive(buffer, "headbody");
  const std::string_view head = buffer.text().substr(0, 4);
  buffer.consume(4);
  EXPECT_EQ(buffer.text(), "body");
  EXPECT_EQ(head, "head");
  buffer.compact();
  EXPECT_EQ(buffer.text(), "body");
}

TEST(ReadBuffer, GrowsUpToItsLimitAndKeepsWhatItHolds) {
  ReadBuffer buffer(10'000);
  std::string all;
  while (!buffer.room().empty()) {
    const std::string piece(std::min<std::size_t>(100, buffer.room().size()),
                            static_cast<char>('a' + all.size() % 26));
    receive(buffer, piece);
    all += piece;
  }
  EXPECT_EQ(all.size(), 10'000U);
  EXPECT_TRUE(buffer.text() == all);
}

}  // namespace
}  // namespace pail::net
