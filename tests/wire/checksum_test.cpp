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

struct Vector {
  ChecksumAlgorithm algorithm;
  std::string_view data;
  std::string_view hex;
};

// Of the empty text: FIPS 180-4, RFC 1321 and the xxHash specification; the others agree with
// openssl and the reference implementation's one-shot functions.
constexpr Vector vectors[] = {
    {ChecksumAlgorithm::sha512, "",
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
     "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"},
    {ChecksumAlgorithm::md5, "", "d41d8cd98f00b204e9800998ecf8427e"},
    {ChecksumAlgorithm::md5, "hello", "5d41402abc4b2a76b9719d911017c592"},
    {ChecksumAlgorithm::xxhash64, "", "ef46db3751d8e999"},
    {ChecksumAlgorithm::xxhash64, "hello", "26c7827d889f6da3"},
    {ChecksumAlgorithm::xxhash64, "123456789", "8cb841db40e6ae83"},
    {ChecksumAlgorithm::xxhash3, "", "2d06800538d394c2"},
    {ChecksumAlgorithm::xxhash3, "hello", "9555e8555c62dcfd"},
    {ChecksumAlgorithm::xxhash3, "123456789", "72dcb18b67a17dff"},
    {ChecksumAlgorithm::xxhash128, "", "99aa06d3014798d86001c324468d497f"},
    {ChecksumAlgorithm::xxhash128, "hello", "b5e9c1ad071b3e7fc779cfaa5e523818"},
    {ChecksumAlgorithm::xxhash128, "123456789", "33119477ede5dcd5e9716427681d5860"},
};

TEST(Checksum, makes_the_published_digests) {
  for (const Vector& vector : vectors) {
    SCOPED_TRACE(std::string(name(vector.algorithm)) + " of '" + std::string(vector.data) + "'");
    EXPECT_EQ(to_hex(as_bytes(*from_base64(checksum_of(vector.algorithm, vector.data)))),
              vector.hex);
  }
}

// XXH3 treats inputs beyond 240 bytes in another way than shorter ones.
TEST(Checksum, of_a_longer_text_is_that_of_the_xxhash_reference) {
  std::string data;
  for (int i = 0; i < 1000; ++i) data += static_cast<char>(i % 251);
  const auto hex = [&](ChecksumAlgorithm algorithm) {
    return to_hex(as_bytes(*from_base64(checksum_of(algorithm, data))));
  };
  EXPECT_EQ(hex(ChecksumAlgorithm::xxhash64), "f306f04aa88b54d3");
  EXPECT_EQ(hex(ChecksumAlgorithm::xxhash3), "33ef703fb2b20ed1");
  EXPECT_EQ(hex(ChecksumAlgorithm::xxhash128), "18bf41bc8229e27733ef703fb2b20ed1");
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
  for (const ChecksumAlgorithm algorithm : all_checksum_algorithms) {
    SCOPED_TRACE(name(algorithm));
    Checksum pieces(algorithm);
    for (const char* piece : {"hel", "", "lo"}) pieces.update(as_bytes(piece));
    EXPECT_EQ(pieces.algorithm(), algorithm);
    EXPECT_EQ(pieces.base64(), checksum_of(algorithm, "hello"));
  }
}

TEST(Checksum, copied_goes_on_alone) {
  for (const ChecksumAlgorithm algorithm : all_checksum_algorithms) {
    SCOPED_TRACE(name(algorithm));
    Checksum original(algorithm);
    original.update(as_bytes("hel"));
    Checksum copy = original;
    copy.update(as_bytes("p"));
    original.update(as_bytes("lo"));
    EXPECT_EQ(original.base64(), checksum_of(algorithm, "hello"));
    EXPECT_EQ(copy.base64(), checksum_of(algorithm, "help"));
  }
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
  EXPECT_EQ(checksum_from_header("x-amz-checksum-xxhash128"), ChecksumAlgorithm::xxhash128);
  EXPECT_FALSE(checksum_from_name("XXHASH"));
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
