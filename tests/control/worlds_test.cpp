#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/control/support/api.hpp"

namespace pail::control {
namespace {

using testing::Answer;
using testing::Api;
using ::testing::HasSubstr;

TEST(Worlds, TheDefaultWorldIsThereAndShowsNoSecret) {
  Api api;
  const Answer world = api.call("GET", "worlds/default");
  EXPECT_EQ(world.status, 200U);
  EXPECT_EQ(world.text("/name"), "default");
  EXPECT_EQ(world.text("/access_key"), emulator::default_access_key);
  EXPECT_EQ(world.body.find(emulator::default_secret_key), std::string::npos);
  EXPECT_EQ(world.text("/endpoint"), "http://" + api.host());
}

TEST(Worlds, ANewOneHasKeysThatWorkAndMeanIt) {
  Api api;
  const Answer created = api.new_world(R"({"name":"mine"})");
  EXPECT_EQ(created.raw.field("Location"), "/_pail/v1/worlds/mine");
  EXPECT_EQ(created.text("/keys/0/access_key"), created.text("/access_key"));
  EXPECT_THAT(created.text("/host_endpoint"), HasSubstr("http://mine.pail.localhost:"));
  EXPECT_EQ(api.s3(Api::keys_of(created), "PUT", "/photos").status, 200U);
  EXPECT_EQ(api.s3(Api::keys_of(created), "HEAD", "/photos").status, 200U);
  EXPECT_EQ(api.s3(Api::default_keys(), "HEAD", "/photos").status, 404U);
}

TEST(Worlds, GetNamesWhenNoneIsGiven) {
  Api api;
  const std::string one = api.new_world().text("/name");
  EXPECT_NE(one, api.new_world("").text("/name"));
  EXPECT_EQ(api.call("GET", "worlds/" + one).status, 200U);
  EXPECT_EQ(api.call("GET", "worlds").json().at("worlds").as_array().size(), 3U);
}

TEST(Worlds, AForkHasWhatItsSourceHas) {
  Api api;
  const auto source = Api::keys_of(api.new_world(R"({"name":"source"})"));
  api.s3(source, "PUT", "/photos");
  api.s3(source, "PUT", "/photos/cat", "meow");
  const auto fork = Api::keys_of(api.new_world(R"({"from":"source"})"));
  EXPECT_EQ(api.s3(fork, "GET", "/photos/cat").body, "meow");
  api.s3(fork, "PUT", "/photos/cat", "purr");
  EXPECT_EQ(api.s3(source, "GET", "/photos/cat").body, "meow");
}

TEST(Worlds, MayComeWithAClockAndARegion) {
  Api api;
  const Answer created = api.new_world(
      R"({"region":"eu-west-1","clock":{"mode":"fixed","now":"2013-02-06T00:57:45Z"}})");
  EXPECT_EQ(created.text("/region"), "eu-west-1");
  EXPECT_EQ(created.text("/clock/now"), "2013-02-06T00:57:45Z");
}

TEST(Worlds, ResetEmptiesAndKeepsTheKeys) {
  Api api;
  const auto keys = Api::keys_of(api.new_world(R"({"name":"a"})"));
  api.s3(keys, "PUT", "/photos");
  EXPECT_EQ(api.call("POST", "worlds/a/reset").status, 204U);
  EXPECT_EQ(api.s3(keys, "HEAD", "/photos").status, 404U);
  EXPECT_EQ(api.s3(keys, "PUT", "/photos").status, 200U);
}

TEST(Worlds, GoWhenTheyAreDropped) {
  Api api;
  const auto keys = Api::keys_of(api.new_world(R"({"name":"a"})"));
  EXPECT_EQ(api.call("DELETE", "worlds/a").status, 204U);
  EXPECT_EQ(api.call("GET", "worlds/a").status, 404U);
  EXPECT_EQ(api.call("DELETE", "worlds/a").code(), "UnknownWorld");
  EXPECT_EQ(api.s3(keys, "GET", "/").status, 403U);
}

TEST(Worlds, TheDefaultOneStays) {
  Api api;
  const Answer refused = api.call("DELETE", "worlds/default");
  EXPECT_EQ(refused.status, 409U);
  EXPECT_EQ(refused.code(), "DefaultWorld");
}

TEST(Worlds, ANameIsTakenOnce) {
  Api api;
  api.new_world(R"({"name":"a"})");
  const Answer refused = api.call("POST", "worlds", R"({"name":"a"})");
  EXPECT_EQ(refused.status, 409U);
  EXPECT_EQ(refused.code(), "WorldExists");
}

TEST(Worlds, AnUnknownOneIsAnsweredWithThoseThereAre) {
  Api api;
  api.new_world(R"({"name":"a"})");
  const Answer refused = api.call("GET", "worlds/b");
  EXPECT_EQ(refused.status, 404U);
  EXPECT_EQ(refused.code(), "UnknownWorld");
  EXPECT_EQ(refused.message(), "There is no world 'b'. There are: a, default.");
}

struct Refused {
  std::string_view document;
  unsigned status;
  std::string_view message;
};

TEST(Worlds, DocumentsAreReadStrictly) {
  Api api;
  const Refused cases[] = {
      {R"({"name":"a","form":"default"})", 400,
       "form: unknown; there are name from region clock seed"},
      {R"({"name":7})", 400, "name: must be a string"},
      {R"({"name":"A_b"})", 400, ""},
      {R"({"clock":{"mode":"offset"}})", 400, "clock.seconds: is missing"},
      {R"({"clock":"system"})", 400, "clock: must be an object"},
      {R"({"seed":[]})", 400, "seed: must be an object"},
      {R"({"from":"nowhere"})", 404, "There is no world 'nowhere'. There is: default."},
      {R"({"from":"default@noon"})", 404, "There is no snapshot 'noon'. There is none."},
      {R"([])", 400, "the document: must be an object"},
      {R"({"name":)", 400, ""},
  };
  for (const Refused& refused : cases) {
    const Answer answer = api.call("POST", "worlds", refused.document);
    EXPECT_EQ(answer.status, refused.status) << refused.document;
    EXPECT_THAT(answer.message(), HasSubstr(std::string(refused.message))) << refused.document;
  }
  EXPECT_EQ(api.emulator().worlds().size(), 1U) << "nothing came of it";
}

}  // namespace
}  // namespace pail::control
