#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

class PartRange : public MultipartTest {
 protected:
  Answer get(const std::string& part, std::string method = "GET") {
    return s3.send({.method = std::move(method),
                    .target = "/bucket/key?partNumber=" + part,
                    .headers = {{"x-amz-checksum-mode", "ENABLED"}}});
  }
};

TEST_F(PartRange, EachPartComesByItsNumber) {
  const Answer whole = upload_whole({five_mib, "hello"});
  ASSERT_EQ(whole.status, 200U) << whole.body;
  const Answer first = get("1");
  EXPECT_EQ(first.status, 206U);
  EXPECT_EQ(first.header("x-amz-mp-parts-count"), "2");
  EXPECT_EQ(first.header("Content-Range"), "bytes 0-5242879/5242885");
  EXPECT_EQ(first.header("ETag"), whole.element("ETag"));
  EXPECT_EQ(first.body, five_mib);
  EXPECT_EQ(get("2").body, "hello");
  const Answer head = get("2", "HEAD");
  EXPECT_EQ(head.status, 206U);
  EXPECT_EQ(head.head_length, 5U);
  EXPECT_EQ(head.header("x-amz-mp-parts-count"), "2");
}

TEST_F(PartRange, NumbersAreThoseOfTheUpload) {
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 3, five_mib).status, 200U);
  ASSERT_EQ(put_part(id, 7, "end").status, 200U);
  ASSERT_EQ(complete(id, document(part(3, five_mib) + part(7, "end"))).status, 200U);
  EXPECT_EQ(get("7").body, "end");
  EXPECT_EQ(get("2").code(), "InvalidPartNumber");
}

TEST_F(PartRange, BeyondTheLastThereIsNone) {
  ASSERT_EQ(upload_whole({five_mib, "end"}).status, 200U);
  const Answer answer = get("3");
  EXPECT_EQ(answer.status, 416U);
  EXPECT_EQ(answer.code(), "InvalidPartNumber");
  EXPECT_EQ(answer.element("ActualPartCount"), "2");
  EXPECT_EQ(answer.element("PartNumberRequested"), "3");
}

TEST_F(PartRange, APartHasItsOwnChecksum) {
  const HeaderList asked = {{"x-amz-checksum-algorithm", "CRC32"},
                            {"x-amz-checksum-type", "FULL_OBJECT"}};
  ASSERT_EQ(upload_whole({five_mib, "hello"}, asked).status, 200U);
  EXPECT_EQ(get("2").header("x-amz-checksum-crc32"), "NhCmhg==");
  EXPECT_EQ(get("2").header("x-amz-checksum-type"), "FULL_OBJECT");
}

TEST_F(PartRange, PartsWithoutAChecksumAskedForShowNone) {
  ASSERT_EQ(upload_whole({"hello"}).status, 200U);
  EXPECT_FALSE(get("1").has("x-amz-checksum-crc64nvme"));
  EXPECT_EQ(get("1").body, "hello");
}

TEST_F(PartRange, AnEmptyLastPartIsServedEmpty) {
  ASSERT_EQ(upload_whole({five_mib, ""}).status, 200U);
  const Answer answer = get("2");
  EXPECT_EQ(answer.status, 206U);
  EXPECT_EQ(answer.body, "");
  EXPECT_FALSE(answer.has("Content-Range"));
}

TEST_F(PartRange, TheWholeShowsNoCount) {
  ASSERT_EQ(upload_whole({"hello"}).status, 200U);
  EXPECT_FALSE(s3.send({.target = "/bucket/key"}).has("x-amz-mp-parts-count"));
}

}  // namespace
}  // namespace pail::emulator::testing
