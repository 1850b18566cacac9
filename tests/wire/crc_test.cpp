#include <gtest/gtest.h>

#include "tests/support/fixtures.hpp"
#include "tests/wire/random_bytes.hpp"
#include "wire/digest.hpp"

namespace pail::wire {
namespace {

using testing::Random;
using testing::random_below;
using testing::random_bytes;

// Bit by bit, from the definition: reflected, all ones before and after.
template <class Word>
Word naive_crc(Word polynomial, std::string_view data) {
  Word crc = static_cast<Word>(~Word{0});
  for (const char c : data) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? polynomial : 0);
  }
  return static_cast<Word>(~crc);
}

template <class Crc>
std::string check_value() {
  const auto value = Crc().update(as_bytes("123456789")).value();
  char text[17];
  std::snprintf(text, sizeof text, "%0*llx", static_cast<int>(2 * sizeof value),
                static_cast<unsigned long long>(value));
  return text;
}

TEST(Crcs, have_the_check_values_of_the_spec) {
  const auto vectors = testing::json_fixture("spec/sigv4_vectors.json");
  const auto& values = vectors.at("crc_check_values");
  EXPECT_EQ(check_value<Crc32>(), values.at("crc32").as_string());
  EXPECT_EQ(check_value<Crc32c>(), values.at("crc32c").as_string());
  EXPECT_EQ(check_value<Crc64Nvme>(), values.at("crc64nvme").as_string());
}

TEST(Crcs, of_nothing_are_zero) {
  EXPECT_EQ(Crc32().value(), 0U);
  EXPECT_EQ(Crc32c().value(), 0U);
  EXPECT_EQ(Crc64Nvme().value(), 0U);
}

template <class Crc, class Word>
void expect_the_definition(Word polynomial) {
  Random random(11);
  for (std::size_t size = 0; size < 600; ++size) {
    const std::string data = random_bytes(random, size);
    const std::size_t cut = random_below(random, size + 1);
    Crc crc;
    crc.update(as_bytes(std::string_view(data).substr(0, cut)));
    crc.update(as_bytes(std::string_view(data).substr(cut)));
    ASSERT_EQ(crc.value(), naive_crc<Word>(polynomial, data)) << size << " bytes cut at " << cut;
  }
}

TEST(Crcs, agree_with_the_definition_for_all_lengths_and_cuts) {
  expect_the_definition<Crc32, std::uint32_t>(0xEDB88320);
  expect_the_definition<Crc32c, std::uint32_t>(0x82F63B78);
  expect_the_definition<Crc64Nvme, std::uint64_t>(0x9A6C9329AC4BC9B5);
}

}  // namespace
}  // namespace pail::wire
