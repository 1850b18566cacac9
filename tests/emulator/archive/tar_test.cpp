#include "emulator/archive/tar.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace pail::archive {
namespace {

TEST(TarHeader, IsReadAsItWasWritten) {
  constexpr std::uint64_t octal_max = 077777777777;
  const std::uint64_t sizes[] = {
      0,
      1,
      511,
      512,
      octal_max,
      octal_max + 1,
      static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())};
  for (const std::uint64_t size : sizes) {
    SCOPED_TRACE(size);
    const std::string block = tar_header({"blobs/7", size}, wire::Time());
    ASSERT_EQ(block.size(), tar_block_bytes);
    const auto member = read_tar_header(block);
    ASSERT_TRUE(member);
    EXPECT_EQ(member.value().name, "blobs/7");
    EXPECT_EQ(member.value().size, size);
  }
}

TEST(TarHeader, IsForItsOwnerAlone) {
  EXPECT_EQ(tar_header({"a", 1}, wire::Time()).substr(100, 8), std::string("0000600\0", 8));
}

TEST(TarHeader, NoticesEveryFlippedBit) {
  const std::string whole = tar_header({"entries/000001", 1234}, wire::Time());
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const auto member = read_tar_header(flipped);
    if (!member) continue;
    EXPECT_EQ(member.value().name, "entries/000001") << "bit " << bit;
    EXPECT_EQ(member.value().size, 1234U) << "bit " << bit;
    // Only the field of the sum has bits that say nothing: what stands behind its digits.
    EXPECT_TRUE(bit / 8 >= 148 && bit / 8 < 156) << "bit " << bit;
  }
}

TEST(TarHeader, RefusesWhatNoPailWrites) {
  const auto with = [](std::size_t at, char c) {
    std::string block = tar_header({"a", 1}, wire::Time());
    const int more = static_cast<unsigned char>(c) - static_cast<unsigned char>(block[at]);
    block[at] = c;
    // The sum as well, so that it is not what is refused.
    std::string sum = block.substr(148, 6);
    const int right = std::stoi(sum, nullptr, 8) + more;
    std::snprintf(sum.data(), 7, "%06o", static_cast<unsigned>(right));
    return block.replace(148, 6, sum);
  };
  ASSERT_TRUE(read_tar_header(with(0, 'b')));
  EXPECT_FALSE(read_tar_header(with(156, '2'))) << "a symbolic link";
  EXPECT_FALSE(read_tar_header(with(156, '5'))) << "a folder";
  EXPECT_FALSE(read_tar_header(with(345, 'x'))) << "a name in two parts";
  EXPECT_FALSE(read_tar_header(with(124, '8'))) << "a size that is no octal number";
}

}  // namespace
}  // namespace pail::archive
