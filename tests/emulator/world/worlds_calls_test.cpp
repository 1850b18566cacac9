// Worlds that are made, forked, reset, removed, and what is left of them: on both engines.
#include "tests/emulator/support/versions.hpp"
#include "tests/emulator/world/world_case.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view read_only =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",)"
    R"("Resource":"*"}]})";

class WorldsTest : public EveryEngine {
 protected:
  // A user of the default world who may read, and nothing else.
  signer::Credentials make_reader() {
    QueryClient iam(pail.s3(), default_keys());
    const signer::Credentials keys = iam.make_user("reader");
    iam.iam("PutUserPolicy", {{"UserName", "reader"},
                              {"PolicyName", "read"},
                              {"PolicyDocument", std::string(read_only)}});
    return keys;
  }
};

TEST_P(WorldsTest, ANewOneIsEmptyAndHasKeysOfItsOwn) {
  ASSERT_EQ(pail.root().puts("bucket", {}), "200");
  const auto created = pail.worlds().create({.name = "a"});
  ASSERT_EQ(created.value().keys.size(), 1U);
  const world::WorldKey& key = created.value().keys.front();
  EXPECT_TRUE(key.keys.access_key.starts_with("AKIA"));
  EXPECT_EQ(key.keys.access_key.size(), 20U);
  EXPECT_EQ(key.keys.secret_key.size(), 40U);
  EXPECT_TRUE(key.arn.ends_with(":root")) << key.arn;
  const User root = pail.root_of(created);
  EXPECT_EQ(root.gets("bucket/key"), "404 NoSuchBucket");
  EXPECT_EQ(root.puts("bucket", {}), "200");
  EXPECT_EQ(root.puts("bucket/key", "a's"), "200");
  EXPECT_EQ(root.gets("bucket/key"), "a's");
  EXPECT_EQ(pail.root().gets("bucket/key"), "404 NoSuchKey");
}

TEST_P(WorldsTest, AreListedByNameAndFound) {
  pail.make("b");
  pail.make("a");
  std::vector<std::string> names;
  for (const auto& world : pail.worlds().list()) names.push_back(world->name());
  EXPECT_EQ(names, (std::vector<std::string>{"a", "b", "default"}));
  EXPECT_EQ(pail.worlds().size(), 3U);
  EXPECT_FALSE(pail.worlds().single());
  EXPECT_EQ(pail.worlds().find("b")->name(), "b");
  EXPECT_EQ(pail.worlds().find("c"), nullptr);
}

TEST_P(WorldsTest, GetANameWhenNoneIsGiven) {
  const auto one = pail.worlds().create({});
  const auto two = pail.worlds().create({});
  const std::string& name = one.value().world->name();
  EXPECT_TRUE(name.starts_with("w-")) << name;
  EXPECT_EQ(name.size(), 10U);
  EXPECT_TRUE(world::is_valid_world_name(name)) << name;
  EXPECT_NE(name, two.value().world->name());
}

TEST_P(WorldsTest, SayWhatIsWrongWithAName) {
  pail.make("a");
  const auto create = [&](std::string name, std::string from = {}) {
    return refusal(pail.worlds().create({.name = std::move(name), .from = std::move(from)}));
  };
  EXPECT_EQ(create("a"), "InvalidArgument: There is a world called a already.");
  EXPECT_EQ(create("default"), "InvalidArgument: There is a world called default already.");
  EXPECT_EQ(create("A"),
            "InvalidArgument: \"A\" is no name for a world: a-z, 0-9 and -, at most 63 characters, "
            "none of them - at either end.");
  EXPECT_EQ(create("b", "nowhere"), "InvalidArgument: There is no world called nowhere.");
  EXPECT_EQ(create("b", "a@s"), "InvalidArgument: World a has no snapshot called s.");
  EXPECT_EQ(refusal(pail.worlds().remove("b")), "InvalidArgument: There is no world called b.");
  EXPECT_EQ(refusal(pail.worlds().remove("default")),
            "InvalidArgument: The default world cannot be removed; it can be reset.");
  EXPECT_EQ(refusal(pail.worlds().take_snapshot(pail.world("a"), "a/b")),
            "InvalidArgument: \"a/b\" is no name for a snapshot: letters, digits, \".\", \"_\" and "
            "\"-\", at most 128 characters.");
  EXPECT_EQ(refusal(pail.worlds().restore(pail.world("a"), "s")),
            "InvalidArgument: World a has no snapshot called s.");
}

TEST_P(WorldsTest, TakeRegionAndClockFromWhereTheyComeFrom) {
  const world::ClockSetting standing = world::ClockSetting::standing(test_time());
  const auto a = pail.worlds().create({.name = "a", .clock = standing, .region = "eu-west-1"});
  EXPECT_EQ(a.value().world->region(), "eu-west-1");
  const auto fork = pail.worlds().create({.name = "fork", .from = "a"});
  EXPECT_EQ(fork.value().world->region(), "eu-west-1");
  EXPECT_EQ(fork.value().world->clock().mode, world::ClockSetting::Mode::fixed);
  const auto other = pail.worlds().create(
      {.name = "other", .from = "a", .clock = world::ClockSetting{}, .region = "eu-north-1"});
  EXPECT_EQ(other.value().world->region(), "eu-north-1");
  EXPECT_EQ(other.value().world->clock().mode, world::ClockSetting::Mode::system);
  const auto empty = pail.worlds().create({.name = "empty"});
  EXPECT_EQ(empty.value().world->region(), "us-east-1");
  EXPECT_EQ(empty.value().world->clock().mode, world::ClockSetting::Mode::system);
}

TEST_P(WorldsTest, AForkHoldsWhatItsSourceHeldAndBothGoOnApart) {
  pail.s3().make_bucket("bucket");
  set_versioning(pail.s3(), "bucket", "Enabled");
  const std::string old = put_version(pail.s3(), "bucket/key", "old");
  pail.s3().put("bucket/key", "new");
  const std::string large(200'000, 'x');
  pail.s3().put("bucket/large", large);
  const User fork = pail.make("fork", "default");
  EXPECT_EQ(fork.gets("bucket/key"), "new");
  EXPECT_EQ(fork.gets("bucket/key?versionId=" + old), "old");
  EXPECT_EQ(fork.gets("bucket/large"), large);
  EXPECT_EQ(fork.puts("bucket/key", "the fork's"), "200");
  EXPECT_EQ(fork.puts("only-there", {}), "200");
  pail.s3().put("bucket/late", "late");
  EXPECT_EQ(pail.s3().get("bucket/key"), "new");
  EXPECT_EQ(pail.root().gets("only-there/k"), "404 NoSuchBucket");
  EXPECT_EQ(fork.gets("bucket/late"), "404 NoSuchKey");
}

TEST_P(WorldsTest, AnUploadGoesOnInAFork) {
  pail.s3().make_bucket("bucket");
  const std::string id =
      pail.s3().send({.method = "POST", .target = "/bucket/key?uploads"}).element("UploadId");
  const std::string part = "/bucket/key?partNumber=1&uploadId=" + id;
  const Answer put = pail.s3().send({.method = "PUT", .target = part, .body = "part"});
  const User fork = pail.make("fork", "default");
  const std::string document = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                               put.header("ETag") + "</ETag></Part></CompleteMultipartUpload>";
  EXPECT_EQ(fork.does("POST", "/bucket/key?uploadId=" + id, document), "200");
  EXPECT_EQ(fork.gets("bucket/key"), "part");
  EXPECT_EQ(pail.root().gets("bucket/key"), "404 NoSuchKey");
  EXPECT_EQ(pail.root().does("POST", "/bucket/key?uploadId=" + id, document), "200");
}

TEST_P(WorldsTest, AForkHasTheSameAccountsAndUsersWithOtherKeys) {
  pail.s3().make_bucket("bucket");
  pail.s3().put("bucket/key", "body");
  const signer::Credentials reader = make_reader();
  const signer::Credentials session = credentials_in(
      QueryClient(pail.s3(), default_keys()).sts("GetSessionToken"), "GetSessionToken");
  const auto created = pail.worlds().create({.name = "fork", .from = "default"});
  const auto& keys = created.value().keys;
  ASSERT_EQ(keys.size(), 3U) << "two roots and a user";
  const auto source = pail.worlds().default_world().keys();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    SCOPED_TRACE(keys[i].arn);
    EXPECT_EQ(keys[i].arn, source[i].arn);
    EXPECT_NE(keys[i].keys.access_key, source[i].keys.access_key);
    EXPECT_NE(keys[i].keys.secret_key, source[i].keys.secret_key);
    EXPECT_EQ(pail.worlds().of_access_key(keys[i].keys.access_key)->name(), "fork");
    EXPECT_EQ(pail.worlds().of_access_key(source[i].keys.access_key)->name(), "default");
  }
  const User user(pail.s3(), keys.back().keys);
  EXPECT_EQ(user.gets("bucket/key"), "body");
  EXPECT_EQ(user.puts("bucket/key", "other"), "403 AccessDenied");
  EXPECT_EQ(pail.root_of(created).puts("bucket/key", "other"), "200") << "it is its owner";
  EXPECT_EQ(User(pail.s3(), reader).gets("bucket/key"), "body");
  EXPECT_EQ(pail.worlds().of_access_key(session.access_key)->name(), "default");
  QueryClient fork(pail.s3(), keys.front().keys);
  fork.iam("DeleteUserPolicy", {{"UserName", "reader"}, {"PolicyName", "read"}});
  EXPECT_EQ(user.gets("bucket/key"), "403 AccessDenied");
  EXPECT_EQ(User(pail.s3(), reader).gets("bucket/key"), "body");
}

TEST_P(WorldsTest, KeysMadeByIamAndSessionsFindTheirWorld) {
  const User root = pail.make("a");
  QueryClient client(pail.s3(), root.keys());
  const signer::Credentials user = client.make_user("user");
  const auto world_of = [&](const signer::Credentials& keys) {
    const auto world = pail.worlds().of_access_key(keys.access_key);
    return world ? world->name() : "none";
  };
  EXPECT_EQ(world_of(user), "a");
  const signer::Credentials session =
      credentials_in(client.sts("GetSessionToken"), "GetSessionToken");
  EXPECT_EQ(world_of(session), "a");
  EXPECT_EQ(User(pail.s3(), session).puts("bucket", {}), "200");
  EXPECT_EQ(root.does("HEAD", "/bucket"), "200");
  client.iam("UpdateAccessKey",
             {{"UserName", "user"}, {"AccessKeyId", user.access_key}, {"Status", "Inactive"}});
  EXPECT_EQ(world_of(user), "a") << "an inactive key is still somebody's";
  client.iam("DeleteAccessKey", {{"UserName", "user"}, {"AccessKeyId", user.access_key}});
  EXPECT_EQ(world_of(user), "none");
}

TEST_P(WorldsTest, ResetLeavesNothingButRootKeysClockAndSnapshots) {
  pail.s3().make_bucket("bucket");
  pail.s3().put("bucket/key", "body");
  const signer::Credentials reader = make_reader();
  const signer::Credentials session = credentials_in(
      QueryClient(pail.s3(), default_keys()).sts("GetSessionToken"), "GetSessionToken");
  world::World& world = pail.worlds().default_world();
  ASSERT_TRUE(pail.worlds().take_snapshot(world, "before"));
  ASSERT_TRUE(
      world.faults().add({.match = {.operation = "GetBucketAcl"}, .then = {.status = 503}}));
  world.set_clock(world::ClockSetting::standing(test_time()));
  const auto number = world.contents()->directory().first()->account;
  ASSERT_TRUE(pail.worlds().reset(world));
  EXPECT_EQ(pail.root().gets("bucket/key"), "404 NoSuchBucket");
  EXPECT_EQ(User(pail.s3(), reader).gets("bucket/key"), "403 InvalidAccessKeyId");
  EXPECT_EQ(User(pail.s3(), session).gets("bucket/key"), "403 InvalidAccessKeyId");
  EXPECT_EQ(world.contents()->directory().first()->account, number);
  EXPECT_TRUE(world.faults().list().empty());
  EXPECT_EQ(world.clock().mode, world::ClockSetting::Mode::fixed);
  EXPECT_EQ(pail.worlds().snapshots(world).size(), 1U);
  EXPECT_EQ(pail.root().puts("bucket", {}), "200");
}

TEST_P(WorldsTest, ResetEmptiesTheJournal) {
  const User root = pail.make("a");
  pail.world("a").journal().add(world::JournalEntry());
  ASSERT_TRUE(pail.worlds().reset(pail.world("a")));
  EXPECT_EQ(pail.world("a").journal().size(), 0U);
}

TEST_P(WorldsTest, RestoreBringsEverythingBack) {
  pail.s3().make_bucket("bucket");
  pail.s3().put("bucket/key", "then");
  const signer::Credentials reader = make_reader();
  QueryClient client(pail.s3(), default_keys());
  const signer::Credentials session =
      credentials_in(client.sts("GetSessionToken"), "GetSessionToken");
  world::World& world = pail.worlds().default_world();
  ASSERT_TRUE(pail.worlds().take_snapshot(world, "then"));

  pail.s3().put("bucket/key", "later");
  pail.s3().put("bucket/other", "later");
  client.iam("DeleteUserPolicy", {{"UserName", "reader"}, {"PolicyName", "read"}});
  client.iam("DeleteAccessKey", {{"UserName", "reader"}, {"AccessKeyId", reader.access_key}});
  client.iam("DeleteUser", {{"UserName", "reader"}});
  const signer::Credentials late = client.make_user("late");
  ASSERT_EQ(User(pail.s3(), reader).gets("bucket/key"), "403 InvalidAccessKeyId");

  for (const char* const time : {"first", "second"}) {
    SCOPED_TRACE(time);
    ASSERT_TRUE(pail.worlds().restore(world, "then"));
    EXPECT_EQ(pail.s3().get("bucket/key"), "then");
    EXPECT_EQ(pail.root().gets("bucket/other"), "404 NoSuchKey");
    EXPECT_EQ(User(pail.s3(), reader).gets("bucket/key"), "then");
    EXPECT_EQ(User(pail.s3(), session).gets("bucket/key"), "then");
    EXPECT_EQ(User(pail.s3(), late).gets("bucket/key"), "403 InvalidAccessKeyId");
    pail.s3().put("bucket/key", "after");
  }
}

TEST_P(WorldsTest, SnapshotsAreListedOverwrittenAndDropped) {
  pail.s3().make_bucket("bucket");
  pail.s3().put("bucket/key", "1");
  world::Worlds& worlds = pail.worlds();
  world::World& world = worlds.default_world();
  EXPECT_EQ(worlds.take_snapshot(world, "s").value().taken, test_time());
  pail.s3().put("bucket/key", "2");
  pail.s3().clock().advance(std::chrono::hours(1));
  ASSERT_TRUE(worlds.take_snapshot(world, "s"));
  ASSERT_TRUE(worlds.take_snapshot(world, "Another_1.0"));
  ASSERT_EQ(worlds.snapshots(world).size(), 2U);
  EXPECT_EQ(worlds.snapshots(world)[0].name, "Another_1.0");
  EXPECT_EQ(worlds.snapshot(world, "s")->taken, test_time() + std::chrono::hours(1));
  EXPECT_FALSE(worlds.snapshot(world, "t"));
  pail.s3().put("bucket/key", "3");
  ASSERT_TRUE(worlds.restore(world, "s"));
  EXPECT_EQ(pail.s3().get("bucket/key"), "2");
  EXPECT_TRUE(worlds.drop_snapshot(world, "s").value());
  EXPECT_FALSE(worlds.drop_snapshot(world, "s").value());
  EXPECT_FALSE(worlds.restore(world, "s"));
  EXPECT_EQ(pail.s3().get("bucket/key"), "2");
}

TEST_P(WorldsTest, AForkMayComeFromASnapshot) {
  pail.s3().make_bucket("bucket");
  pail.s3().put("bucket/key", "then");
  const signer::Credentials reader = make_reader();
  world::World& world = pail.worlds().default_world();
  ASSERT_TRUE(pail.worlds().take_snapshot(world, "then"));
  QueryClient(pail.s3(), default_keys())
      .iam("DeleteAccessKey", {{"UserName", "reader"}, {"AccessKeyId", reader.access_key}});
  pail.s3().put("bucket/key", "later");
  const auto created = pail.worlds().create({.name = "fork", .from = "default@then"});
  EXPECT_EQ(pail.root_of(created).gets("bucket/key"), "then");
  const signer::Credentials& keys = created.value().keys.back().keys;
  EXPECT_EQ(User(pail.s3(), keys).gets("bucket/key"), "then");
  EXPECT_NE(keys.access_key, reader.access_key) << "a key of the past is drawn anew as well";
  ASSERT_TRUE(pail.worlds().restore(world, "then"));
  EXPECT_EQ(User(pail.s3(), reader).gets("bucket/key"), "then");
}

TEST_P(WorldsTest, OneThatIsRemovedIsGoneWithItsSnapshots) {
  const std::vector<std::string> names = pail.engine().names();
  const User root = pail.make("a");
  ASSERT_EQ(root.puts("bucket", {}), "200");
  ASSERT_EQ(root.puts("bucket/key", "body"), "200");
  ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("a"), "s"));
  const std::shared_ptr<world::World> held = pail.worlds().find("a");
  ASSERT_TRUE(pail.worlds().remove("a"));
  EXPECT_EQ(pail.worlds().find("a"), nullptr);
  EXPECT_TRUE(pail.worlds().single());
  EXPECT_EQ(root.gets("bucket/key"), "403 InvalidAccessKeyId");
  EXPECT_EQ(refusal(pail.worlds().reset(*held)), "InvalidArgument: There is no world called a.");
  EXPECT_FALSE(pail.worlds().take_snapshot(*held, "t"));
  EXPECT_FALSE(pail.worlds().restore(*held, "s"));
  const User again = pail.make("a");
  EXPECT_EQ(again.gets("bucket/key"), "404 NoSuchBucket");
  ASSERT_TRUE(pail.worlds().remove("a"));
  EXPECT_EQ(pail.engine().names().size(), names.size() + 1) << "somebody holds the first";
}

TEST_P(WorldsTest, TheEngineForgetsWhatNobodyHoldsAnyMore) {
  const std::vector<std::string> names = pail.engine().names();
  {
    const User root = pail.make("a");
    ASSERT_EQ(root.puts("bucket", {}), "200");
    ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("a"), "s"));
    ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("a"), "s"));
    ASSERT_TRUE(pail.worlds().reset(pail.world("a")));
    ASSERT_TRUE(pail.worlds().restore(pail.world("a"), "s"));
    EXPECT_EQ(pail.engine().names().size(), names.size() + 2) << "the world, and its snapshot";
  }
  ASSERT_TRUE(pail.worlds().remove("a"));
  EXPECT_EQ(pail.engine().names(), names);
}

// As if a test suite was torn down while its clients still send.
TEST_P(WorldsTest, AnUploadUnderWayEndsInWhatItBeganIn) {
  const std::vector<std::string> names = pail.engine().names();
  const User root = pail.make("a");
  ASSERT_EQ(root.puts("bucket", {}), "200");
  ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("a"), "s"));
  const auto call = [&](auto change) {
    SlowUpload upload(pail.s3(), pail.worlds().find("a"), "/bucket/key", std::string(100'000, 'x'));
    upload.write_half();
    change();
    return upload.finish();
  };
  EXPECT_EQ(call([&] { ASSERT_TRUE(pail.worlds().reset(pail.world("a"))); }), 200U);
  EXPECT_EQ(root.gets("bucket/key"), "404 NoSuchBucket");
  ASSERT_TRUE(pail.worlds().restore(pail.world("a"), "s"));
  EXPECT_EQ(root.gets("bucket/key"), "404 NoSuchKey");
  EXPECT_EQ(call([&] { ASSERT_TRUE(pail.worlds().restore(pail.world("a"), "s")); }), 200U);
  EXPECT_EQ(root.gets("bucket/key"), "404 NoSuchKey");
  EXPECT_EQ(call([&] { ASSERT_TRUE(pail.worlds().remove("a")); }), 200U);
  EXPECT_EQ(root.gets("bucket/key"), "403 InvalidAccessKeyId");
  EXPECT_EQ(pail.engine().names(), names) << "what they held went with them";
}

TEST_P(WorldsTest, TellWhoeverWatchesThatAClockWasMoved) {
  std::vector<std::string> moved;
  auto worlds = world::Worlds::open(
      store::make_memory_engine(),
      {{"default", "us-east-1", {default_keys()}, std::make_shared<wire::SystemClock>()}},
      [&](world::World& world) { moved.push_back(world.name()); });
  const auto a = worlds.value()->create({.name = "a"});
  a.value().world->advance_clock(std::chrono::hours(24));
  worlds.value()->default_world().set_clock(world::ClockSetting::standing(test_time()));
  EXPECT_EQ(moved, (std::vector<std::string>{"a", "default"}));
}

INSTANTIATE_TEST_SUITE_P(Engines, WorldsTest,
                         ::testing::Values(EngineKind::memory, EngineKind::disk),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace pail::emulator::testing
