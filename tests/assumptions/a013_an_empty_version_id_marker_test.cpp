// Belief: an empty version-id-marker is as good as none. Pages that end in a common prefix give no
// NextVersionIdMarker, and clients that send both markers back whatever they were must get on.
// Wrong if the service refuses the empty one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption013, AnEmptyVersionIdMarkerIsNone) {
  Harness s3;
  s3.make_bucket("bucket");
  for (const std::string key : {"a/1", "b", "c"}) s3.put("bucket/" + key, "x");
  const Answer page = s3.send({.target = "/bucket?versions&delimiter=/&max-keys=1"});
  EXPECT_EQ(page.element("NextKeyMarker"), "a/");
  EXPECT_EQ(page.element("NextVersionIdMarker"), "");
  const Answer rest =
      s3.send({.target = "/bucket?versions&delimiter=/&key-marker=a/&version-id-marker="});
  EXPECT_EQ(rest.status, 200U) << rest.body;
  EXPECT_THAT(rest.texts("Version", "Key"), ::testing::ElementsAre("b", "c"));
}

}  // namespace
}  // namespace pail::emulator::testing
