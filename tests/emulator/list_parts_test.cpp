#include <gmock/gmock.h>

#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ListParts : public MultipartTest {
 protected:
  Answer list(std::string_view id, const std::string& more = {}) {
    return s3.send({.target = upload_target(id) + more});
  }
};

TEST_F(ListParts, ShowsTheUploadAndItsPartsInOrder) {
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 3, "three").status, 200U);
  ASSERT_EQ(put_part(id, 1, "hello").status, 200U);
  const Answer answer = list(id);
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.elements(),
            "Bucket Key UploadId Initiator Owner StorageClass PartNumberMarker "
            "NextPartNumberMarker MaxParts IsTruncated Part Part");
  EXPECT_EQ(answer.element("Bucket"), "bucket");
  EXPECT_EQ(answer.element("Key"), "key");
  EXPECT_EQ(answer.element("UploadId"), id);
  EXPECT_EQ(answer.element("StorageClass"), "STANDARD");
  EXPECT_EQ(answer.element("PartNumberMarker"), "0");
  EXPECT_EQ(answer.element("NextPartNumberMarker"), "3");
  EXPECT_EQ(answer.element("MaxParts"), "1000");
  EXPECT_EQ(answer.element("IsTruncated"), "false");
  EXPECT_THAT(answer.texts("Part", "PartNumber"), ElementsAre("1", "3"));
  EXPECT_THAT(answer.texts("Part", "Size"), ElementsAre("5", "5"));
  EXPECT_EQ(answer.texts("Part", "ETag").at(0), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(answer.texts("Part", "LastModified").at(0), "2026-03-01T12:00:00.000Z");
  EXPECT_EQ(answer.texts("Initiator", "ID"), answer.texts("Owner", "ID"));
  EXPECT_EQ(answer.texts("Owner", "ID").at(0).size(), 64U);
}

TEST_F(ListParts, ShowsChecksumsWhereTheUploadAskedForThem) {
  const std::string id = begin({{"x-amz-checksum-algorithm", "CRC32"}});
  ASSERT_EQ(put_part(id, 1, "hello", {{"x-amz-checksum-crc32", "NhCmhg=="}}).status, 200U);
  const Answer answer = list(id);
  EXPECT_EQ(answer.element("ChecksumAlgorithm"), "CRC32");
  EXPECT_EQ(answer.element("ChecksumType"), "COMPOSITE");
  EXPECT_THAT(answer.texts("Part", "ChecksumCRC32"), ElementsAre("NhCmhg=="));
}

TEST_F(ListParts, PagesGoOnBehindAMarker) {
  const std::string id = begin();
  for (unsigned number = 1; number <= 5; ++number)
    ASSERT_EQ(put_part(id, number, "x").status, 200U);
  const Answer first = list(id, "&max-parts=2");
  EXPECT_THAT(first.texts("Part", "PartNumber"), ElementsAre("1", "2"));
  EXPECT_EQ(first.element("IsTruncated"), "true");
  EXPECT_EQ(first.element("NextPartNumberMarker"), "2");
  EXPECT_EQ(first.element("MaxParts"), "2");
  const Answer last = list(id, "&max-parts=9&part-number-marker=2");
  EXPECT_THAT(last.texts("Part", "PartNumber"), ElementsAre("3", "4", "5"));
  EXPECT_EQ(last.element("PartNumberMarker"), "2");
  EXPECT_EQ(last.element("IsTruncated"), "false");
  EXPECT_THAT(list(id, "&max-parts=0").texts("Part", "PartNumber"), IsEmpty());
  EXPECT_THAT(list(id, "&part-number-marker=2147483647").texts("Part", "PartNumber"), IsEmpty());
}

TEST_F(ListParts, NumbersMustBeNumbers) {
  const std::string id = begin();
  for (const std::string name : {"max-parts", "part-number-marker"}) {
    SCOPED_TRACE(name);
    const Answer text = list(id, "&" + name + "=x");
    EXPECT_EQ(text.message(), "Provided " + name + " not an integer or within integer range");
    EXPECT_EQ(text.element("ArgumentName"), name);
    const Answer negative = list(id, "&" + name + "=-1");
    EXPECT_EQ(negative.message(),
              "Argument " + name + " must be an integer between 0 and 2147483647");
    EXPECT_EQ(negative.element("ArgumentValue"), "-1");
  }
}

TEST_F(ListParts, NeedsTheUpload) {
  EXPECT_EQ(list("none").code(), "NoSuchUpload");
  EXPECT_EQ(s3.send({.target = "/bucket/other?uploadId=" + begin()}).code(), "NoSuchUpload");
}

}  // namespace
}  // namespace pail::emulator::testing
