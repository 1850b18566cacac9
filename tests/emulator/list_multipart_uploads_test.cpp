#include <gmock/gmock.h>

#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ListMultipartUploads : public MultipartTest {
 protected:
  Answer list(const std::string& more = {}) {
    return s3.send({.target = "/bucket?uploads" + more});
  }
};

TEST_F(ListMultipartUploads, AnEmptyBucketHasAllElementsAllTheSame) {
  const Answer answer = list();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.elements(),
            "Bucket KeyMarker UploadIdMarker NextKeyMarker NextUploadIdMarker MaxUploads "
            "IsTruncated");
  EXPECT_EQ(answer.element("MaxUploads"), "1000");
  EXPECT_EQ(answer.element("IsTruncated"), "false");
}

TEST_F(ListMultipartUploads, ShowsEachUploadWithWhoseItIs) {
  const std::string first = begin({}, "b");
  s3.clock().advance(std::chrono::seconds(1));
  const std::string second = begin({{"x-amz-checksum-algorithm", "SHA1"}}, "b");
  const std::string other = begin({{"x-amz-storage-class", "GLACIER"}}, "a");
  const Answer answer = list();
  EXPECT_THAT(answer.texts("Upload", "Key"), ElementsAre("a", "b", "b"));
  EXPECT_THAT(answer.texts("Upload", "UploadId"), ElementsAre(other, first, second));
  EXPECT_THAT(answer.texts("Upload", "StorageClass"),
              ElementsAre("GLACIER", "STANDARD", "STANDARD"));
  EXPECT_THAT(answer.texts("Upload", "Initiated"),
              ElementsAre("2026-03-01T12:00:01.000Z", "2026-03-01T12:00:00.000Z",
                          "2026-03-01T12:00:01.000Z"));
  EXPECT_THAT(answer.texts("Upload", "ChecksumAlgorithm"), ElementsAre("SHA1"));
  EXPECT_THAT(answer.texts("Upload", "ChecksumType"), ElementsAre("COMPOSITE"));
  EXPECT_NE(answer.body.find("<Initiator><ID>"), std::string::npos);
  EXPECT_NE(answer.body.find("<Owner><ID>"), std::string::npos);
}

TEST_F(ListMultipartUploads, CompletedAndAbortedUploadsAreNotListed) {
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 1, "x").status, 200U);
  ASSERT_EQ(complete(id, document(part(1, "x"))).status, 200U);
  ASSERT_EQ(s3.send({.method = "DELETE", .target = upload_target(begin())}).status, 204U);
  EXPECT_THAT(list().texts("Upload", "Key"), IsEmpty());
}

TEST_F(ListMultipartUploads, PagesGoOnBehindTheirMarkers) {
  const std::string first = begin({}, "a");
  s3.clock().advance(std::chrono::seconds(1));
  const std::string second = begin({}, "a");
  begin({}, "b");
  const Answer page = list("&max-uploads=1");
  EXPECT_THAT(page.texts("Upload", "UploadId"), ElementsAre(first));
  EXPECT_EQ(page.element("IsTruncated"), "true");
  EXPECT_EQ(page.element("NextKeyMarker"), "a");
  EXPECT_EQ(page.element("NextUploadIdMarker"), first);
  EXPECT_EQ(page.element("MaxUploads"), "1");
  const Answer next = list("&key-marker=a&upload-id-marker=" + first);
  EXPECT_EQ(next.element("KeyMarker"), "a");
  EXPECT_EQ(next.element("UploadIdMarker"), first);
  EXPECT_THAT(next.texts("Upload", "Key"), ElementsAre("a", "b"));
  EXPECT_THAT(list("&key-marker=a").texts("Upload", "Key"), ElementsAre("b"));
}

TEST_F(ListMultipartUploads, AnUnknownIdMarkerIsRefusedBesideAKeyMarkerAlone) {
  const Answer answer = list("&key-marker=a&upload-id-marker=nonsense");
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.message(), "Invalid uploadId marker");
  EXPECT_EQ(answer.element("ArgumentName"), "upload-id-marker");
  EXPECT_EQ(answer.element("ArgumentValue"), "nonsense");
  EXPECT_EQ(list("&upload-id-marker=nonsense").status, 200U);
}

TEST_F(ListMultipartUploads, PrefixAndDelimiterRollUp) {
  for (const std::string key : {"p/a", "p/b/1", "p/b/2", "q"}) begin({}, key);
  const Answer answer = list("&prefix=p/&delimiter=/");
  EXPECT_THAT(answer.texts("Upload", "Key"), ElementsAre("p/a"));
  EXPECT_THAT(answer.texts("CommonPrefixes", "Prefix"), ElementsAre("p/b/"));
  EXPECT_EQ(answer.elements(),
            "Bucket KeyMarker UploadIdMarker NextKeyMarker NextUploadIdMarker Delimiter Prefix "
            "MaxUploads IsTruncated Upload CommonPrefixes");
}

TEST_F(ListMultipartUploads, TextsAreEncodedOnDemand) {
  begin({}, "a%20b/%01");
  const Answer answer = list("&encoding-type=url&delimiter=/&prefix=a%20");
  EXPECT_EQ(answer.element("EncodingType"), "url");
  EXPECT_EQ(answer.element("Prefix"), "a+");
  EXPECT_THAT(answer.texts("CommonPrefixes", "Prefix"), ElementsAre("a+b/"));
  EXPECT_EQ(list("&encoding-type=xml").message(), "Invalid Encoding Method specified in Request");
}

TEST_F(ListMultipartUploads, TheMaximumMustBeANumber) {
  EXPECT_EQ(list("&max-uploads=x").message(),
            "Provided max-uploads not an integer or within integer range");
  EXPECT_EQ(list("&max-uploads=-1").message(),
            "Argument max-uploads must be an integer between 0 and 2147483647");
  begin();
  const Answer none = list("&max-uploads=0");
  EXPECT_THAT(none.texts("Upload", "Key"), IsEmpty());
  EXPECT_EQ(none.element("IsTruncated"), "false");
  EXPECT_EQ(list("&max-uploads=5000").element("MaxUploads"), "5000");
}

TEST_F(ListMultipartUploads, AKeyHasNoUploadsToList) {
  EXPECT_EQ(s3.send({.target = "/bucket/key?uploads"}).message(),
            "Key is not expected for the GET method ?uploads subresource");
}

}  // namespace
}  // namespace pail::emulator::testing
