// Belief: clients rely on no order of tags, and S3 promises none; here they come back sorted by
// key, however they were sent. A conformance suite of another server compares with that order.
// Wrong if clients turn out to need the order sent.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption055, TagsComeBackSortedByKey) {
  Harness s3;
  s3.make_bucket("bucket");
  s3.put("bucket/key", "x", {{"x-amz-tagging", "foo=bar&bar"}});
  const Answer answer = s3.send({.target = "/bucket/key?tagging"});
  const std::string document = answer.body;
  EXPECT_LT(document.find("<Key>bar</Key><Value></Value>"), document.find("<Key>foo</Key>"))
      << document;
}

}  // namespace
}  // namespace pail::emulator::testing
