// Belief: an upload-id-marker needs to look like an id, not to be of an upload that is still there:
// whoever empties a bucket aborts the uploads of a page before asking for the next one. The fact
// sheet has "unknown id 400". Wrong if the service refuses ids of uploads that were aborted.
#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

class Assumption033 : public MultipartTest {};

TEST_F(Assumption033, MarkersOfUploadsThatAreGone) {
  begin({}, "a");
  begin({}, "b");
  const Answer first = s3.send({.target = "/bucket?uploads&max-uploads=1"});
  const std::string id = first.element("NextUploadIdMarker");
  ASSERT_EQ(s3.send({.method = "DELETE", .target = "/bucket/a?uploadId=" + id}).status, 204U);
  const Answer next = s3.send({.target = "/bucket?uploads&key-marker=a&upload-id-marker=" + id});
  EXPECT_EQ(next.status, 200U) << next.body;
  EXPECT_EQ(next.texts("Upload", "Key"), std::vector<std::string>{"b"});
}

}  // namespace
}  // namespace pail::emulator::testing
