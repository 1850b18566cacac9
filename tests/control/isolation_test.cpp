// What one world is told does not show in another.
#include <gtest/gtest.h>

#include "tests/control/support/api.hpp"

namespace pail::control {
namespace {

using testing::Answer;
using testing::Api;
using testing::Keys;

class Isolation : public ::testing::Test {
 protected:
  Api api_;
  Keys mine_ = Api::keys_of(api_.new_world(R"({"name":"mine"})"));
  Keys theirs_ = Api::keys_of(api_.new_world(R"({"name":"theirs"})"));
};

TEST_F(Isolation, OfFaults) {
  api_.call("POST", "worlds/mine/faults", R"({"then":{"error":"SlowDown"}})");
  EXPECT_EQ(api_.s3(mine_, "GET", "/").status, 503U);
  EXPECT_EQ(api_.s3(theirs_, "GET", "/").status, 200U);
  EXPECT_EQ(api_.s3(Api::default_keys(), "GET", "/").status, 200U);
  EXPECT_TRUE(api_.call("GET", "worlds/theirs/faults").json().at("faults").as_array().empty());
}

TEST_F(Isolation, OfTheClock) {
  api_.call("PUT", "worlds/mine/clock", R"({"mode":"offset","seconds":86400})");
  EXPECT_EQ(api_.s3(mine_, "GET", "/").status, 403U);
  EXPECT_EQ(api_.s3(theirs_, "GET", "/").status, 200U);
  EXPECT_EQ(api_.call("GET", "worlds/theirs/clock").text("/mode"), "system");
}

TEST_F(Isolation, OfReset) {
  api_.s3(mine_, "PUT", "/photos");
  api_.s3(theirs_, "PUT", "/photos");
  api_.call("POST", "worlds/mine/faults", R"({"then":{"error":"SlowDown"}})");
  api_.call("POST", "worlds/theirs/reset");
  EXPECT_EQ(api_.s3(theirs_, "HEAD", "/photos").status, 404U);
  EXPECT_EQ(api_.call("GET", "worlds/mine/faults").json().at("faults").as_array().size(), 1U);
  api_.call("DELETE", "worlds/mine/faults");
  EXPECT_EQ(api_.s3(mine_, "HEAD", "/photos").status, 200U);
}

TEST_F(Isolation, OfTheJournal) {
  api_.s3(mine_, "GET", "/");
  EXPECT_EQ(api_.call("GET", "worlds/mine/journal").json().at("entries").as_array().size(), 1U);
  for (const std::string_view other : {"theirs", "default"}) {
    const Answer journal = api_.call("GET", "worlds/" + std::string(other) + "/journal");
    EXPECT_TRUE(journal.json().at("entries").as_array().empty()) << other;
  }
}

}  // namespace
}  // namespace pail::control
