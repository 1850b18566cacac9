// Belief: an upload begun without a checksum algorithm takes parts with any checksum (they are
// verified), keeps CRC64NVME of its own, and has no checksum of parts to be named at completion:
// one of another algorithm is InvalidPart, and a whole-object checksum other than CRC64NVME cannot
// be verified, so it is refused. Other servers' notes say the service takes the latter and ignores
// it for the older algorithms; we would rather say that nothing was checked. Wrong if a recording
// shows that clients depend on it.
#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

class Assumption032 : public MultipartTest {};

TEST_F(Assumption032, ChecksumsNobodyAskedFor) {
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 1, "hello", {{"x-amz-checksum-crc32", "NhCmhg=="}}).status, 200U);
  const std::string with_sum = "<ChecksumCRC32>NhCmhg==</ChecksumCRC32>";
  EXPECT_EQ(complete(id, document(part(1, "hello", with_sum))).code(), "InvalidPart");
  const std::string parts = document(part(1, "hello"));
  EXPECT_EQ(complete(id, parts, {{"x-amz-checksum-crc32", "NhCmhg=="}}).code(), "InvalidRequest");
  const Answer whole = complete(id, parts, {{"x-amz-checksum-crc64nvme", "M3eFcAZSQlc="}});
  EXPECT_EQ(whole.element("ChecksumCRC64NVME"), "M3eFcAZSQlc=") << whole.body;
}

}  // namespace
}  // namespace pail::emulator::testing
