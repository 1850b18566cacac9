#include "signer/text.hpp"

#include <gtest/gtest.h>

namespace pail::signer {
namespace {

TEST(Text, KeepsWhatItHadWhereverItsOwnRoomEnds) {
  for (std::size_t first = 1000; first <= 1030; ++first) {
    Text text;
    text += std::string(first, 'a');
    text += 'b';
    text += std::string(3000, 'c');
    text += "";
    EXPECT_EQ(text.view(), std::string(first, 'a') + 'b' + std::string(3000, 'c'));
  }
}

TEST(Text, TakesNothingAsNothing) {
  Text text;
  text += std::string_view{};
  EXPECT_EQ(text.size(), 0U);
  EXPECT_EQ(text.string(), "");
}

TEST(Text, GivesRoomThatTheCallerWrites) {
  Text text;
  text += "key=";
  char* const room = text.extend(2);
  room[0] = 'a';
  room[1] = 'b';
  text += ';';
  EXPECT_EQ(text.view(), "key=ab;");
}

}  // namespace
}  // namespace pail::signer
