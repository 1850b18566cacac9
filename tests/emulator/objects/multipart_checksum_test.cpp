#include "emulator/objects/multipart_checksum.hpp"

#include <gtest/gtest.h>

#include "tests/model/model_test_world.hpp"

namespace pail::emulator::objects {
namespace {

using wire::ChecksumAlgorithm;

class MultipartChecksum : public ::testing::Test {
 protected:
  model::Upload upload(ChecksumAlgorithm algorithm, model::ChecksumType type) {
    model::ObjectAttributes attributes;
    attributes.checksum_algorithm = algorithm;
    attributes.checksum_type = type;
    return world.model().create_upload(bucket, "key", attributes, pail::testing::some_time).value();
  }
  model::Part part(const model::Upload& upload, unsigned number, std::string_view body) {
    const ChecksumAlgorithm algorithm = *upload.object.checksum_algorithm();
    wire::Checksum sum(algorithm);
    sum.update(wire::as_bytes(body));
    model::ObjectAttributes attributes;
    attributes.etag = wire::to_hex(wire::md5(wire::as_bytes(body)));
    attributes.checksum_algorithm = algorithm;
    attributes.checksum = sum.base64();
    return {number, world.model()
                        .put_part(bucket, upload, number, attributes, world.incoming(body),
                                  pail::testing::some_time)
                        .value()};
  }
  std::string sum(ChecksumAlgorithm algorithm, model::ChecksumType type) {
    const model::Upload begun = upload(algorithm, type);
    return multipart_checksum(begun, {part(begun, 1, "hello "), part(begun, 2, "world")});
  }

  pail::testing::ModelTestWorld world;
  model::Bucket bucket = world.make_bucket();
};

TEST_F(MultipartChecksum, CompositesAreTheWorkedExamples) {
  const auto composite = model::ChecksumType::composite;
  EXPECT_EQ(sum(ChecksumAlgorithm::crc32, composite), "1Fu2mQ==-2");
  EXPECT_EQ(sum(ChecksumAlgorithm::crc32c, composite), "vUZpoA==-2");
  EXPECT_EQ(sum(ChecksumAlgorithm::sha1, composite), "9oeo+kMlG3hL6irRRMB+8GuSWwc=-2");
  EXPECT_EQ(sum(ChecksumAlgorithm::sha256, composite),
            "Zhie15keHg/OBlOZxcoF/BXCgYZaeimRvdZnwUZqkaQ=-2");
}

TEST_F(MultipartChecksum, FullObjectsAreThoseOfTheWholeText) {
  const auto full = model::ChecksumType::full_object;
  EXPECT_EQ(sum(ChecksumAlgorithm::crc32, full), "DUoRhQ==");
  EXPECT_EQ(sum(ChecksumAlgorithm::crc32c, full), "yZRlqg==");
  EXPECT_EQ(sum(ChecksumAlgorithm::crc64nvme, full), "jSnVw/bqjr4=");
}

TEST_F(MultipartChecksum, OnlyCrcsCanBeOfTheFullObject) {
  for (const ChecksumAlgorithm algorithm : wire::all_checksum_algorithms) {
    SCOPED_TRACE(wire::name(algorithm));
    wire::Headers headers;
    headers.add("x-amz-checksum-algorithm", wire::name(algorithm));
    headers.add("x-amz-checksum-type", "FULL_OBJECT");
    model::ObjectAttributes attributes;
    EXPECT_EQ(read_upload_checksum(headers, attributes).has_value(),
              wire::name(algorithm).starts_with("CRC"));
  }
}

}  // namespace
}  // namespace pail::emulator::objects
