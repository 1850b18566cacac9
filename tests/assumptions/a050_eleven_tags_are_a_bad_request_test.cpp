// Belief: the eleventh tag of an object is a BadRequest, in a document and in a header (reported
// from the service). A conformance suite of another server expects InvalidTag. Wrong if a recording
// has that code.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption050, ElevenTagsAreABadRequest) {
  Harness s3;
  s3.make_bucket("bucket");
  s3.put("bucket/key", "x");
  std::string header = "k0=v";
  std::string tags;
  for (int i = 0; i < 11; ++i) {
    const std::string key = "k" + std::to_string(i);
    tags += "<Tag><Key>" + key + "</Key><Value>v</Value></Tag>";
    if (i > 0) header += "&" + key + "=v";
  }
  const std::string document = "<Tagging><TagSet>" + tags + "</TagSet></Tagging>";
  const Answer put = s3.send(document_put("/bucket/key?tagging", document));
  EXPECT_EQ(put.status, 400U);
  EXPECT_EQ(put.code(), "BadRequest");
  EXPECT_EQ(put.message(), "Object tags cannot be greater than 10");
  const Answer with = s3.send({.method = "PUT",
                               .target = "/bucket/key",
                               .headers = {{"x-amz-tagging", header}},
                               .body = "x"});
  EXPECT_EQ(with.code(), "BadRequest");
}

}  // namespace
}  // namespace pail::emulator::testing
