// Belief: rules with a <Prefix> of their own and rules with a <Filter> cannot stand in one
// configuration, and the message depends on which comes first. From reports of users; the
// documentation says that the old form is still taken.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/lifecycle.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption082, TheTwoFormsDoNotMix) {
  Harness s3;
  s3.make_bucket("bucket");
  const std::string filtered = lifecycle_rule("new", "<Expiration><Days>1</Days></Expiration>");
  const std::string prefixed =
      "<Rule><ID>old</ID><Prefix>a</Prefix><Status>Enabled</Status>"
      "<Expiration><Days>1</Days></Expiration>"
      "</Rule>";
  EXPECT_EQ(send_lifecycle(s3, "bucket", filtered).status, 200U);
  EXPECT_EQ(send_lifecycle(s3, "bucket", prefixed).status, 200U);
  EXPECT_EQ(send_lifecycle(s3, "bucket", prefixed + filtered).message(),
            "Filter element can only be used in Lifecycle V2.");
  EXPECT_EQ(send_lifecycle(s3, "bucket", filtered + prefixed).message(),
            "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the "
            "Filter.");
}

}  // namespace
}  // namespace pail::emulator::testing
