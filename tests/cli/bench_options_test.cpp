#include "cli/bench_options.hpp"

#include <gtest/gtest.h>

#include <CLI/Error.hpp>
#include <set>

#include "client/load/draw.hpp"

namespace pail::cli {
namespace {

using client::load::Mix;
using client::load::mixed_bits;

// Some of the sizes that it gives.
std::set<std::uint64_t> some(std::string_view text) {
  const auto sizes = parse_sizes(text);
  std::set<std::uint64_t> found;
  for (std::uint64_t i = 0; sizes && i < 1000; ++i) found.insert(sizes->of(mixed_bits(i)));
  return found;
}

TEST(BenchSizesTest, AreReadAsPeopleWriteThem) {
  EXPECT_EQ(some("1KiB"), (std::set<std::uint64_t>{1024}));
  EXPECT_EQ(some("0"), (std::set<std::uint64_t>{0}));
  EXPECT_EQ(some("4KiB=70,64k=25,5MiB=5"), (std::set<std::uint64_t>{4096, 65536, 5 << 20}));
  EXPECT_EQ(some("1,2"), (std::set<std::uint64_t>{1, 2})) << "without a weight each has 1";
  const auto range = some("1KiB..1MiB");
  EXPECT_GE(*range.begin(), 1024u);
  EXPECT_LE(*range.rbegin(), 1u << 20);
  EXPECT_GT(range.size(), 500u);
  const auto both = some("1..2=1,10..11=3");
  EXPECT_EQ(both, (std::set<std::uint64_t>{1, 2, 10, 11}));
}

TEST(BenchSizesTest, RefuseWhatIsNone) {
  for (const char* text : {"", "x", "1KiB..", "..1KiB", "2k..1k", "1k=", "1k=x", "1k=0", "1k,",
                           ",1k", "1k=1001", "1k=1=2", "1k...2k", "-1"}) {
    EXPECT_FALSE(parse_sizes(text)) << text;
  }
}

TEST(BenchMixTest, NamesKindsAndWeights) {
  EXPECT_EQ(parse_mix("put=1,get=4"), (Mix{1, 4, 0, 0, 0}));
  EXPECT_EQ(parse_mix("delete,list=2,head=3"), (Mix{0, 0, 3, 2, 1}));
  for (const char* text : {"", "put=0", "fly=1", "put=x", "put=1,", "part=1"}) {
    EXPECT_FALSE(parse_mix(text)) << text;
  }
}

TEST(BenchAgainstTest, ChangesOneSideOnly) {
  BenchCommand command;
  command.client.endpoint_url = "http://a:1";
  command.against = "https://b:2,v2,presigned,concurrency=7";
  const BenchCommand other = other_side(command);
  EXPECT_EQ(other.client.endpoint_url, "https://b:2");
  EXPECT_EQ(other.client.signature, "v2");
  EXPECT_TRUE(other.presigned);
  EXPECT_EQ(other.concurrency, 7u);
  for (const char* text :
       {"b:2", "v3", "concurrency=0", "concurrency=x", "v2,", "concurrency=99999999"}) {
    command.against = text;
    EXPECT_THROW(other_side(command), CLI::RuntimeError) << text;
  }
}

}  // namespace
}  // namespace pail::cli
