// Belief: STANDARD_IA and ONEZONE_IA may be entered after 30 days at the earliest, and by date
// whenever one likes; the archives at once. Wrong where the service takes fewer days: the public
// suite written against another server does.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/lifecycle.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption079, InfrequentAccessWantsThirtyDays) {
  Harness s3;
  s3.make_bucket("bucket");
  const auto moves = [&s3](const std::string& when, const std::string& storage_class) {
    return send_lifecycle(s3, "bucket",
                          lifecycle_rule("r", "<Transition>" + when + "<StorageClass>" +
                                                  storage_class + "</StorageClass></Transition>"))
        .status;
  };
  for (const char* const infrequent : {"STANDARD_IA", "ONEZONE_IA"}) {
    EXPECT_EQ(moves("<Days>29</Days>", infrequent), 400U) << infrequent;
    EXPECT_EQ(moves("<Days>30</Days>", infrequent), 200U) << infrequent;
    EXPECT_EQ(moves("<Date>2026-03-02T00:00:00Z</Date>", infrequent), 200U) << infrequent;
  }
  for (const char* const other : {"INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"}) {
    EXPECT_EQ(moves("<Days>0</Days>", other), 200U) << other;
  }
}

}  // namespace
}  // namespace pail::emulator::testing
