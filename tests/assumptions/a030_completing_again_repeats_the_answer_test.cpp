// Belief: completing an upload again gives the first answer again as long as its object is the
// current one, so that a client whose connection broke may simply try once more. The fact sheet
// (semantics.md §9) has it as hearsay, and the public suite completes twice. Wrong if a recording
// shows NoSuchUpload; ListParts does answer that.
#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

class Assumption030 : public MultipartTest {};

TEST_F(Assumption030, CompletingAgainRepeatsTheAnswer) {
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 1, "hello").status, 200U);
  const Answer first = complete(id, document(part(1, "hello")));
  const Answer again = complete(id, document(part(1, "hello")));
  EXPECT_EQ(again.status, 200U);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(s3.send({.target = upload_target(id)}).code(), "NoSuchUpload");
}

TEST_F(Assumption030, NotOnceTheKeyHoldsSomethingElse) {
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 1, "hello").status, 200U);
  ASSERT_EQ(complete(id, document(part(1, "hello"))).status, 200U);
  s3.put("bucket/key", "newer");
  EXPECT_EQ(complete(id, document(part(1, "hello"))).code(), "NoSuchUpload");
  EXPECT_EQ(s3.get("bucket/key"), "newer");
}

}  // namespace
}  // namespace pail::emulator::testing
