#include <gtest/gtest.h>

#include "tests/control/support/api.hpp"

namespace pail::control {
namespace {

using testing::Answer;
using testing::Api;

TEST(Snapshots, KeepAMomentThatRestoreBringsBack) {
  Api api;
  const auto keys = Api::default_keys();
  api.s3(keys, "PUT", "/photos");
  api.s3(keys, "PUT", "/photos/cat", "meow");
  const Answer taken = api.call("PUT", "worlds/default/snapshots/noon");
  EXPECT_EQ(taken.status, 201U);
  EXPECT_EQ(taken.text("/taken"), "2026-03-01T12:00:00Z") << "by the world's clock";
  api.s3(keys, "PUT", "/photos/cat", "purr");
  EXPECT_EQ(api.call("POST", "worlds/default/restore", R"({"snapshot":"noon"})").status, 204U);
  EXPECT_EQ(api.s3(keys, "GET", "/photos/cat").body, "meow");
}

TEST(Snapshots, OfOneNameReplaceEachOther) {
  Api api;
  EXPECT_EQ(api.call("PUT", "worlds/default/snapshots/a").status, 201U);
  EXPECT_EQ(api.call("PUT", "worlds/default/snapshots/a", "{}").status, 200U);
  EXPECT_EQ(api.call("GET", "worlds/default/snapshots").json().at("snapshots").as_array().size(),
            1U);
}

TEST(Snapshots, AreListedFoundAndDropped) {
  Api api;
  api.call("PUT", "worlds/default/snapshots/b");
  api.call("PUT", "worlds/default/snapshots/a");
  const Answer list = api.call("GET", "worlds/default/snapshots");
  EXPECT_EQ(list.text("/snapshots/0/name"), "a");
  EXPECT_EQ(list.text("/snapshots/1/name"), "b");
  EXPECT_EQ(api.call("GET", "worlds/default/snapshots/a").text("/name"), "a");
  EXPECT_EQ(api.call("DELETE", "worlds/default/snapshots/a").status, 204U);
  const Answer gone = api.call("GET", "worlds/default/snapshots/a");
  EXPECT_EQ(gone.status, 404U);
  EXPECT_EQ(gone.message(), "There is no snapshot 'a'. There is: b.");
  EXPECT_EQ(api.call("DELETE", "worlds/default/snapshots/a").code(), "UnknownSnapshot");
}

TEST(Snapshots, BelongToTheirWorld) {
  Api api;
  api.new_world(R"({"name":"other"})");
  api.call("PUT", "worlds/default/snapshots/a");
  EXPECT_EQ(api.call("GET", "worlds/other/snapshots/a").status, 404U);
  EXPECT_EQ(api.call("POST", "worlds/other/restore", R"({"snapshot":"a"})").status, 404U);
}

TEST(Snapshots, WorldsCanBeForkedFromThem) {
  Api api;
  const auto keys = Api::default_keys();
  api.s3(keys, "PUT", "/photos");
  api.call("PUT", "worlds/default/snapshots/a");
  api.s3(keys, "DELETE", "/photos");
  const auto fork = Api::keys_of(api.new_world(R"({"from":"default@a"})"));
  EXPECT_EQ(api.s3(fork, "HEAD", "/photos").status, 200U);
}

TEST(Snapshots, RefuseNamesAndDocumentsThatAreNone) {
  Api api;
  EXPECT_EQ(api.call("PUT", "worlds/default/snapshots/a%20b").status, 400U);
  EXPECT_EQ(api.call("PUT", "worlds/default/snapshots/a", R"({"of":"b"})").status, 400U);
  EXPECT_EQ(api.call("POST", "worlds/default/restore").message(), "snapshot: is missing");
}

}  // namespace
}  // namespace pail::control
