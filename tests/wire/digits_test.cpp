#include "wire/digits.hpp"

#include <gtest/gtest.h>

namespace pail::wire {
namespace {

// A byte more than asked for would be another text's.
TEST(Digits, are_written_up_to_the_end_that_comes_back) {
  const std::string bytes = "\x01\xab\xff\x7f\x80";
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const Bytes part = as_bytes(std::string_view(bytes).substr(0, size));
    std::string room(32, '#');
    EXPECT_EQ(put_hex(room.data(), part), room.data() + hex_size(size));
    EXPECT_EQ(room, to_hex(part) + std::string(32 - hex_size(size), '#'));
    room.assign(32, '#');
    EXPECT_EQ(put_base64(room.data(), part), room.data() + base64_size(size));
    EXPECT_EQ(room, to_base64(part) + std::string(32 - base64_size(size), '#'));
  }
}

}  // namespace
}  // namespace pail::wire
