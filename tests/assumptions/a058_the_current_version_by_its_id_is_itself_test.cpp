// Belief: a copy onto its own key without a change is refused also where the source names the
// current version by its id; only an older version makes sense there. Wrong if the service takes
// the id for a change.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption058, TheCurrentVersionNamedByItsIdIsTheObjectItself) {
  Harness s3;
  s3.make_bucket("bucket");
  set_versioning(s3, "bucket");
  const auto put = [&s3](const std::string& body) {
    return s3.send({.method = "PUT", .target = "/bucket/key", .body = body})
        .header("x-amz-version-id");
  };
  const auto copy_of = [&s3](const std::string& version) {
    return s3.send({.method = "PUT",
                    .target = "/bucket/key",
                    .headers = {{"x-amz-copy-source", "bucket/key?versionId=" + version}}});
  };
  const std::string older = put("one");
  const std::string current = put("two");
  EXPECT_EQ(copy_of(current).code(), "InvalidRequest");
  EXPECT_EQ(copy_of(older).status, 200U);
}

}  // namespace
}  // namespace pail::emulator::testing
