#include "client/progress_line.hpp"

#include <gtest/gtest.h>

namespace pail::client {
namespace {

using namespace std::chrono_literals;
constexpr std::uint64_t mebi = 1024 * 1024;

TEST(ProgressLine, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(progress_line("photo.jpg", {512 * mebi, 1024 * mebi, 256.0 * mebi, 2s}, 200),
            "photo.jpg   50% [###############>              ] 512.0 MiB of 1.0 GiB  256.0 MiB/s"
            "  0:02 left");
  EXPECT_EQ(progress_line("x", {10 * mebi, 10 * mebi, 2.5 * mebi, 0s}, 200),
            "x  100% [##############################] 10.0 MiB of 10.0 MiB  2.5 MiB/s");
}

TEST(ProgressLine, FitsTheTerminal) {
  const TransferState state{512 * mebi, 1024 * mebi, 256.0 * mebi, 2s};
  for (std::size_t columns = 0; columns < 130; ++columns) {
    SCOPED_TRACE(columns);
    const std::string line = progress_line("a-rather-long-name-of-a-photo.jpg", state, columns);
    EXPECT_LE(line.size(), columns);
    const bool has_room = columns > 60;
    EXPECT_TRUE(!has_room || line.find(" 50% ") != std::string::npos) << line;
  }
}

TEST(ProgressLine, DoesWithoutATotalAndWithoutTime) {
  EXPECT_EQ(progress_line("x", {2 * mebi, 0, mebi}, 80), "x  2.0 MiB  1.0 MiB/s");
  EXPECT_EQ(progress_line("x", {0, mebi}, 80),
            "x    0% [>                             ] 0 B of 1.0 MiB  0 B/s");
}

TEST(ProgressLine, CountsFilesWhereThereAreMany) {
  EXPECT_EQ(batch_line({123, 456}, {mebi, 4 * mebi, mebi, 3725s}, 66),
            "123 of 456 files   25% 1.0 MiB of 4.0 MiB  1.0 MiB/s  1:02:05 left");
  EXPECT_EQ(batch_line({7, 0}, {mebi, 0, mebi}, 80), "7 files  1.0 MiB  1.0 MiB/s");
}

TEST(ProgressLine, BytesAreShownInTheUnitThatFits) {
  EXPECT_EQ(human_bytes(0), "0 B");
  EXPECT_EQ(human_bytes(1023), "1023 B");
  EXPECT_EQ(human_bytes(1536), "1.5 KiB");
  EXPECT_EQ(human_bytes(5'368'709'120), "5.0 GiB");
  EXPECT_EQ(human_bytes(53'687'091'200'000), "48.8 TiB");
}

}  // namespace
}  // namespace pail::client
