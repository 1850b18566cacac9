#include "client/responses.hpp"

#include <gtest/gtest.h>

#include "wire/date.hpp"

namespace pail::client {
namespace {

// A head whose views point into literals.
net::ResponseHead head(wire::Headers headers) {
  return net::ResponseHead(200, {}, std::move(headers));
}

const wire::Time now = *wire::parse_iso_basic("20260101T000000Z");

TEST(Responses, AnObjectsHeadIsRead) {
  const ObjectInfo info = read_object_info(head({{"Content-Length", "1234"},
                                                 {"ETag", "\"abc\""},
                                                 {"Content-Type", "image/jpeg"},
                                                 {"Last-Modified", "Wed, 06 Feb 2013 00:57:45 GMT"},
                                                 {"x-amz-version-id", "v1"},
                                                 {"Content-Range", "bytes 0-1233/9999"},
                                                 {"X-Amz-Meta-Place", "Bergen"},
                                                 {"x-amz-meta-", "nameless"},
                                                 {"x-amz-metadata", "no metadata"}}),
                                           now);
  EXPECT_EQ(info.size, 1234U);
  EXPECT_EQ(info.etag, "\"abc\"");
  EXPECT_EQ(info.content_type, "image/jpeg");
  EXPECT_EQ(info.content_range, "bytes 0-1233/9999");
  EXPECT_EQ(info.version_id, "v1");
  EXPECT_EQ(wire::format_iso_extended(info.last_modified), "2013-02-06T00:57:45Z");
  ASSERT_EQ(info.metadata.size(), 2U);
  EXPECT_EQ(info.metadata[0].name, "place");
  EXPECT_EQ(info.metadata[0].value, "Bergen");
}

TEST(Responses, AChecksumIsReadWithItsKind) {
  const auto checksum = read_checksum(head({{"ETag", "\"abc-2\""},
                                            {"x-amz-checksum-crc32c", "AAAAAA==-2"},
                                            {"x-amz-checksum-type", "COMPOSITE"}}));
  ASSERT_TRUE(checksum);
  EXPECT_EQ(checksum->algorithm, wire::ChecksumAlgorithm::crc32c);
  EXPECT_EQ(checksum->value, "AAAAAA==-2");
  EXPECT_EQ(checksum->type, ChecksumType::composite);
  EXPECT_FALSE(read_checksum(head({{"x-amz-checksum-mode", "ENABLED"}})));
}

TEST(Responses, CountsThatAreNoneAreZero) {
  const ObjectInfo info =
      read_object_info(head({{"x-amz-tagging-count", "3"}, {"x-amz-mp-parts-count", "many"}}), now);
  EXPECT_EQ(info.tag_count, 3U);
  EXPECT_EQ(info.parts_count, 0U);
  EXPECT_EQ(read_object_info(head({{"x-amz-mp-parts-count", "99999999999"}}), now).parts_count,
            UINT32_MAX);
}

}  // namespace
}  // namespace pail::client
