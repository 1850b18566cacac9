// Belief: a bucket whose tags were replaced by an empty set has none: GetBucketTagging answers
// NoSuchTagSet as after a deletion. Wrong if the service gives the empty set back.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption057, AnEmptyTagSetOfABucketIsNone) {
  Harness s3;
  s3.make_bucket("bucket");
  EXPECT_EQ(s3.send(document_put("/bucket?tagging", "<Tagging><TagSet/></Tagging>")).status, 204U);
  EXPECT_EQ(s3.send({.target = "/bucket?tagging"}).code(), "NoSuchTagSet");
}

}  // namespace
}  // namespace pail::emulator::testing
