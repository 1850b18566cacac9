// Seeds, archives, lifecycle: whole worlds in, out, and moved on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/control/support/api.hpp"

namespace pail::control {
namespace {

using testing::Answer;
using testing::Api;
using ::testing::HasSubstr;

constexpr std::string_view seed =
    R"({"buckets":[{"name":"photos","objects":[{"key":"cat","text":"meow"}]}]})";

TEST(Seed, MakesWhatItDescribesAndNothingTwice) {
  Api api;
  const Answer first = api.call("POST", "worlds/default/seed", seed);
  EXPECT_EQ(first.status, 200U) << first.body;
  EXPECT_EQ(first.json().at("objects_put"), 1);
  EXPECT_EQ(api.s3(Api::default_keys(), "GET", "/photos/cat").body, "meow");
  EXPECT_EQ(api.call("POST", "worlds/default/seed", seed).json().at("objects_put"), 0);
}

TEST(Seed, ComesWithANewWorld) {
  Api api;
  const Answer created = api.new_world(R"({"name":"a","seed":)" + std::string(seed) + "}");
  EXPECT_EQ(created.json().at_pointer("/seeded/buckets_made"), 1);
  EXPECT_EQ(api.s3(Api::keys_of(created), "GET", "/photos/cat").body, "meow");
}

TEST(Seed, LeavesNoWorldBehindWhenItIsWrong) {
  Api api;
  const Answer refused =
      api.call("POST", "worlds", R"({"name":"a","seed":{"buckets":[{"name":"photos","nmae":1}]}})");
  EXPECT_EQ(refused.status, 400U);
  EXPECT_THAT(refused.message(), HasSubstr("nmae"));
  EXPECT_EQ(api.call("GET", "worlds/a").status, 404U);
}

TEST(Seed, ReadsNoFileOfTheServer) {
  Api api;
  const Answer refused =
      api.call("POST", "worlds/default/seed",
               R"({"buckets":[{"name":"photos","objects":[{"key":"cat","file":"/etc/passwd"}]}]})");
  EXPECT_EQ(refused.status, 400U);
}

TEST(Archive, TakesAWorldToAnother) {
  Api api;
  const auto source = Api::keys_of(api.new_world(R"({"name":"source"})"));
  const auto target = Api::keys_of(api.new_world(R"({"name":"target"})"));
  const std::string large(300'000, 'x');
  api.s3(source, "PUT", "/photos");
  api.s3(source, "PUT", "/photos/small", "meow");
  api.s3(source, "PUT", "/photos/large", large);
  const Answer archive = api.call("GET", "worlds/source/export");
  EXPECT_EQ(archive.status, 200U);
  EXPECT_EQ(archive.raw.field("Content-Disposition"), "attachment; filename=\"source.tar\"");
  const Answer imported = api.call("POST", "worlds/target/import", archive.body);
  EXPECT_EQ(imported.status, 204U) << imported.body;
  EXPECT_EQ(api.s3(target, "GET", "/photos/small").body, "meow");
  EXPECT_EQ(api.s3(target, "GET", "/photos/large").body, large);
}

TEST(Archive, AnImportThatIsNoneLeavesTheWorldAsItWas) {
  Api api;
  const auto keys = Api::default_keys();
  api.s3(keys, "PUT", "/photos");
  const Answer refused = api.call("POST", "worlds/default/import", std::string(2048, 'x'));
  EXPECT_EQ(refused.status, 400U);
  EXPECT_NE(refused.message(), "");
  EXPECT_EQ(api.s3(keys, "HEAD", "/photos").status, 200U);
}

TEST(Lifecycle, RunsOnDemandAndSaysWhatItDid) {
  Api api;
  const Answer report = api.call("POST", "worlds/default/lifecycle/run");
  EXPECT_EQ(report.status, 200U);
  EXPECT_EQ(report.json().at("expired"), 0);
}

}  // namespace
}  // namespace pail::control
