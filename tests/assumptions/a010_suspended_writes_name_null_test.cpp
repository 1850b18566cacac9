// Belief: a PUT or DELETE in a suspended bucket answers `x-amz-version-id: null`, also where
// versioning was never enabled before. The service's guide shows it for DELETE and says it of PUT;
// a public suite written for another server expects no header at all. Wrong if a recording of a PUT
// into a suspended bucket lacks the header.
#include <gtest/gtest.h>

#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption010, SuspendedWritesNameTheNullVersion) {
  Harness s3;
  s3.make_bucket("bucket");
  set_versioning(s3, "bucket", "Suspended");
  EXPECT_EQ(put_version(s3, "bucket/key", "x"), "null");
  EXPECT_EQ(delete_key(s3, "bucket/key"), "null");
}

}  // namespace
}  // namespace pail::emulator::testing
