#include "wire/checksum.hpp"

#include <gtest/gtest.h>

#include "tests/support/fixtures.hpp"

namespace pail::wire {
namespace {

std::string checksum_of(ChecksumAlgorithm algorithm, std::string_view data) {
  Checksum checksum(algorithm);
  checksum.update(as_bytes(data));
  return checksum.base64();
}

TEST(Checksum, makes_the_texts_of_the_specs_table) {
  for (const auto& row : testing::spec_cases("checksums")) {
    const std::string data(row.at(0).as_string());
    EXPECT_EQ(checksum_of(ChecksumAlgorithm::crc32, data), row.at(1).as_string()) << data;
    EXPECT_EQ(checksum_of(ChecksumAlgorithm::sha256, data), row.at(3).as_string()) << data;
  }
}

// semantics.md §10; the last one was recorded from the service.
TEST(Checksum, makes_the_texts_of_the_spec_page) {
  EXPECT_EQ(checksum_of(ChecksumAlgorithm::crc32c, "hello"), "mnG7TA==");
  EXPECT_EQ(checksum_of(ChecksumAlgorithm::crc32c, "hello world"), "yZRlqg==");
  EXPECT_EQ(checksum_of(ChecksumAlgorithm::crc64nvme, ""), "AAAAAAAAAAA=");
  EXPECT_EQ(checksum_of(ChecksumAlgorithm::crc64nvme, "hello"), "M3eFcAZSQlc=");
  EXPECT_EQ(checksum_of(ChecksumAlgorithm::crc64nvme, "hello world"), "jSnVw/bqjr4=");
  EXPECT_EQ(checksum_of(ChecksumAlgorithm::crc64nvme, "abcdef"), "Pact6XRTYyA=");
}

// A composite checksum: over the raw checksums of the parts "hello " and "world".
TEST(Checksum, of_parts_checksums_is_the_composite_of_the_spec) {
  const auto composite = [](ChecksumAlgorithm algorithm) {
    return checksum_of(algorithm, from_base64(checksum_of(algorithm, "hello ")).value() +
                                      from_base64(checksum_of(algorithm, "world")).value());
  };
  EXPECT_EQ(composite(ChecksumAlgorithm::crc32), "1Fu2mQ==");
  EXPECT_EQ(composite(ChecksumAlgorithm::crc32c), "vUZpoA==");
  EXPECT_EQ(composite(ChecksumAlgorithm::sha1), "9oeo+kMlG3hL6irRRMB+8GuSWwc=");
  EXPECT_EQ(composite(ChecksumAlgorithm::sha256), "Zhie15keHg/OBlOZxcoF/BXCgYZaeimRvdZnwUZqkaQ=");
}

TEST(Checksum, runs_over_pieces) {
  Checksum pieces(ChecksumAlgorithm::sha1);
  for (const char* piece : {"hel", "", "lo"}) pieces.update(as_bytes(piece));
  EXPECT_EQ(pieces.algorithm(), ChecksumAlgorithm::sha1);
  EXPECT_EQ(pieces.base64(), checksum_of(ChecksumAlgorithm::sha1, "hello"));
}

TEST(ChecksumAlgorithm, goes_by_its_name_and_its_headers_name_in_any_case) {
  for (const ChecksumAlgorithm algorithm : all_checksum_algorithms) {
    EXPECT_EQ(checksum_from_name(name(algorithm)), algorithm);
    EXPECT_EQ(checksum_from_header(header_name(algorithm)), algorithm);
  }
  EXPECT_EQ(checksum_from_name("crc64nvme"), ChecksumAlgorithm::crc64nvme);
  EXPECT_EQ(checksum_from_header("X-Amz-Checksum-CRC32C"), ChecksumAlgorithm::crc32c);
  EXPECT_EQ(name(ChecksumAlgorithm::crc32), "CRC32");
  EXPECT_EQ(header_name(ChecksumAlgorithm::sha256), "x-amz-checksum-sha256");
  EXPECT_FALSE(checksum_from_name("MD5"));
  EXPECT_FALSE(checksum_from_name(""));
  EXPECT_FALSE(checksum_from_header("x-amz-checksum-type"));
}

TEST(ChecksumText, is_base64_of_exactly_the_algorithms_width) {
  for (const ChecksumAlgorithm algorithm : all_checksum_algorithms) {
    SCOPED_TRACE(name(algorithm));
    const std::string text = checksum_of(algorithm, "hello");
    EXPECT_EQ(from_base64(text)->size(), width_bytes(algorithm));
    EXPECT_TRUE(is_checksum_text(algorithm, text));
    EXPECT_FALSE(is_checksum_text(algorithm, text.substr(4)));
    EXPECT_FALSE(is_checksum_text(algorithm, "AAAA" + text));
    EXPECT_FALSE(is_checksum_text(algorithm, text + "\n"));
    EXPECT_FALSE(is_checksum_text(algorithm, ""));
  }
}

}  // namespace
}  // namespace pail::wire
