#include "client/transfer/part_buffer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace pail::client::transfer {
namespace {

std::size_t fill(PartBuffer& buffer, std::string_view text) {
  return buffer.fill(wire::as_bytes(text));
}

std::string read(PartBuffer& buffer, std::size_t step = 3) {
  std::string all;
  for (;;) {
    const auto piece = buffer.next(step);
    if (piece.value().empty()) return all;
    all += wire::as_text(piece.value());
  }
}

TEST(PartBuffer, takes_what_it_has_room_for) {
  PartBuffer buffer;
  buffer.start(8);
  EXPECT_EQ(fill(buffer, "abcde"), 5U);
  EXPECT_FALSE(buffer.is_full());
  EXPECT_EQ(fill(buffer, "fghij"), 3U);
  EXPECT_TRUE(buffer.is_full());
  EXPECT_EQ(fill(buffer, "k"), 0U);
  EXPECT_EQ(read(buffer), "abcdefgh");
}

TEST(PartBuffer, is_read_again_for_each_attempt) {
  PartBuffer buffer;
  buffer.start(8);
  fill(buffer, "abcde");
  EXPECT_EQ(read(buffer), "abcde");
  EXPECT_EQ(read(buffer), "");
  EXPECT_TRUE(buffer.rewind().value());
  EXPECT_EQ(read(buffer), "abcde");
}

TEST(PartBuffer, starts_over_with_nothing_in_it_whatever_the_room) {
  PartBuffer buffer;
  for (const std::size_t room : {4UL, 100'000UL, 2UL}) {
    buffer.start(room);
    EXPECT_EQ(buffer.size(), 0U);
    EXPECT_EQ(read(buffer), "");
    EXPECT_EQ(fill(buffer, std::string(room + 1, 'x')), room);
    EXPECT_EQ(read(buffer, 1000), std::string(room, 'x'));
  }
}

TEST(PartBuffer, without_room_it_is_full_and_holds_nothing) {
  PartBuffer buffer;
  buffer.start(0);
  EXPECT_TRUE(buffer.is_full());
  EXPECT_EQ(fill(buffer, "a"), 0U);
  EXPECT_EQ(read(buffer), "");
}

}  // namespace
}  // namespace pail::client::transfer
