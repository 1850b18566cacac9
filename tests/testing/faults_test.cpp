#include "testing/faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "testing/emulator.hpp"
#include "testing/matchers.hpp"
#include "tests/testing/client.hpp"

namespace pail::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

class FaultsTest : public ::testing::Test {
 protected:
  FaultsTest() { client.make_bucket("photos"); }

  Emulator s3;
  World world = s3.new_world();
  TestClient client{world};
};

TEST_F(FaultsTest, ARuleHitsWhatItMatchesAndCounts) {
  const std::string rule =
      world.faults().add({.match = {.operation = "PutObject", .key_prefix = "c"},
                          .when = {.times = 1},
                          .then = {.error = FaultError{.code = Errc::SlowDown}}});
  EXPECT_EQ(client.put("photos", "dog.jpg", "woof"), "");
  EXPECT_EQ(client.put("photos", "cat.jpg", "meow"), "SlowDown");
  EXPECT_EQ(client.put("photos", "cat.jpg", "meow"), "");
  EXPECT_EQ(world.faults().hits(rule), 1U);
  EXPECT_EQ(world.faults().hits(), 1U);
  EXPECT_THAT(world.journal({.status = 503}),
              ElementsAre(Request("PutObject").on("photos", "cat.jpg").hit_by_fault(rule)));
}

TEST_F(FaultsTest, ARuleMayBeWrittenAsTheControlApiTakesIt) {
  world.faults().add(R"({"match": {"operation": "PutObject"}, "then": {"error": "SlowDown"}})");
  EXPECT_EQ(client.put("photos", "cat.jpg", "meow"), "SlowDown");
}

TEST_F(FaultsTest, RulesComeGoAndAreReplaced) {
  const std::string rule =
      world.faults().add({.then = {.error = FaultError{.code = Errc::SlowDown}}});
  world.faults().replace(rule, {.then = {.error = FaultError{.code = Errc::InternalError}}});
  EXPECT_EQ(client.get("photos", "cat.jpg"), "<InternalError>");
  world.faults().remove(rule);
  EXPECT_EQ(client.get("photos", "cat.jpg"), "<NoSuchKey>");
  world.faults().add_profile("throttled");
  EXPECT_THAT(world.faults().list(), SizeIs(1));
  world.faults().clear();
  EXPECT_THAT(world.faults().list(), IsEmpty());
}

TEST_F(FaultsTest, WhatIsWrongWithARuleIsSaid) {
  Faults faults = world.faults();
  EXPECT_THAT([&] { faults.add(R"({"then": {"eror": "SlowDown"}})"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("eror")));
  EXPECT_THAT([&] { faults.add_profile("flaky"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("flaky-1-percent")));
  EXPECT_THROW(faults.remove("f99"), std::runtime_error);
  EXPECT_THROW(faults.hits("f99"), std::runtime_error);
  EXPECT_THROW(faults.replace("f99", {.then = {.status = 500}}), std::runtime_error);
}

TEST_F(FaultsTest, TheProfilesAreKnownByName) {
  EXPECT_THAT(Faults::profiles(), Contains("flaky-1-percent"));
  EXPECT_THAT(Faults::profile("throttled"), SizeIs(1));
  EXPECT_THROW(Faults::profile("none"), std::runtime_error);
}

}  // namespace
}  // namespace pail::testing
