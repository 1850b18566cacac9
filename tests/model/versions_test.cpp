#include "emulator/model/version.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "emulator/model/model.hpp"
#include "tests/model/error_matcher.hpp"
#include "tests/model/model_test_world.hpp"

namespace pail::model {
namespace {

using testing::body_of;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::ModelTestWorld;
using testing::some_owner;
using testing::some_time;
using testing::Succeeds;
using wire::Errc;
using Texts = std::vector<std::string>;

TEST(VersionId, LooksLikeS3sAndHidesTheSequence) {
  wire::SeededRandom random(7);
  std::set<std::string> ids;
  for (const std::uint64_t sequence : {1ULL, 1ULL, 2ULL, 255ULL, 1ULL << 40, ~0ULL}) {
    const std::string id = make_version_id(sequence, random);
    SCOPED_TRACE(id);
    EXPECT_TRUE(is_version_id(id));
    EXPECT_EQ(sequence_of(id), sequence);
    EXPECT_TRUE(ids.insert(id).second) << "each is another";
  }
}

TEST(VersionId, NothingElseIsOne) {
  const std::string good = "096fKKXTRTtl3on89fVO.nfljtsv6qko";
  EXPECT_TRUE(is_version_id(good));
  for (const std::string& text : {std::string(), std::string("null"), good + "a", good.substr(1),
                                  good.substr(1) + "/", good.substr(1) + "\xc3"}) {
    EXPECT_FALSE(is_version_id(text)) << text;
    EXPECT_EQ(sequence_of(text), std::nullopt) << text;
  }
}

class VersionsTest : public ::testing::Test {
 protected:
  Model& model() { return world_.model(); }
  void set(std::string_view versioning) {
    bucket_ = model().configure(bucket_, BucketConfig::versioning, versioning).value();
  }
  std::string put(std::string_view body, std::string_view key = "key") {
    return std::string(world_.put(bucket_, key, body).value().version_id());
  }
  Model::Removed remove(std::string_view key = "key") {
    return world_.remove(bucket_, key).value();
  }
  Model::Removed remove_version(std::string_view id, std::string_view key = "key") {
    return model()
        .remove(bucket_, {.key = key, .version_id = id, .owner = some_owner}, some_time)
        .value();
  }
  std::string body(std::string_view key = "key") {
    return body_of(model().get(bucket_, key).value());
  }
  // Newest first: a body, or "-" for a delete marker; the current one in brackets.
  Texts history(std::string_view key = "key") {
    Texts texts;
    const VersionPage page = model().list_versions(bucket_, {}).value();
    for (const auto& listed : page.versions) {
      if (listed.key != key) continue;
      std::string text = listed.version.is_delete_marker() ? "-" : body_of(listed.version);
      if (listed.version.version_id() == null_version) text += "(null)";
      texts.push_back(listed.is_latest ? "[" + text + "]" : text);
    }
    return texts;
  }

  ModelTestWorld world_;
  Bucket bucket_ = world_.make_bucket();
};

TEST_F(VersionsTest, ABucketStartsUnversionedAndNeverReturns) {
  EXPECT_EQ(bucket_.versioning, Versioning::unversioned);
  set("Enabled");
  EXPECT_EQ(model().bucket("bucket").value().versioning, Versioning::enabled);
  set("Suspended");
  EXPECT_EQ(model().bucket("bucket").value().versioning, Versioning::suspended);
}

TEST_F(VersionsTest, WithoutVersioningThereIsOneVersionCalledNull) {
  EXPECT_EQ(put("one"), "null");
  EXPECT_EQ(put("two"), "null");
  EXPECT_THAT(history(), ElementsAre("[two(null)]"));
  EXPECT_FALSE(remove().delete_marker);
  EXPECT_THAT(history(), IsEmpty());
}

TEST_F(VersionsTest, EnabledKeepsEveryVersion) {
  put("before");
  set("Enabled");
  const std::string one = put("one"), two = put("two");
  EXPECT_NE(one, two);
  EXPECT_THAT(history(), ElementsAre("[two]", "one", "before(null)"));
  EXPECT_EQ(body_of(model().version(bucket_, "key", one).value()), "one");
  EXPECT_EQ(body_of(model().version(bucket_, "key", two).value()), "two");
  EXPECT_EQ(body_of(model().version(bucket_, "key", "null").value()), "before");
  EXPECT_EQ(body(), "two");
}

TEST_F(VersionsTest, AWriteSaysWhatItStoredAndByWhichRules) {
  const auto stored = [&] {
    return model().put(bucket_, "key", {}, world_.incoming(""), {}, some_time).value();
  };
  EXPECT_EQ(stored().versioning, Versioning::unversioned);
  set("Enabled");
  const Model::Stored enabled = stored();
  EXPECT_EQ(enabled.versioning, Versioning::enabled);
  EXPECT_TRUE(is_version_id(enabled.object.version_id()));
  set("Suspended");
  const Model::Stored suspended = stored();
  EXPECT_EQ(suspended.versioning, Versioning::suspended);
  EXPECT_EQ(suspended.object.version_id(), "null");
}

TEST_F(VersionsTest, ADeletionOfAKeyPutsAMarkerOnTop) {
  set("Enabled");
  const std::string one = put("one");
  const Model::Removed removed = remove();
  EXPECT_TRUE(removed.delete_marker);
  EXPECT_TRUE(is_version_id(removed.version_id));
  EXPECT_THAT(history(), ElementsAre("[-]", "one"));
  const auto gone = model().get(bucket_, "key");
  ASSERT_THAT(gone, FailsWith(Errc::NoSuchKey, "Key", "key"));
  ASSERT_EQ(gone.error().headers().size(), 2U);
  EXPECT_EQ(gone.error().headers()[0].name, "x-amz-delete-marker");
  EXPECT_EQ(gone.error().headers()[0].value, "true");
  EXPECT_EQ(gone.error().headers()[1].name, "x-amz-version-id");
  EXPECT_EQ(gone.error().headers()[1].value, removed.version_id);
  const Object marker = model().version(bucket_, "key", removed.version_id).value();
  EXPECT_TRUE(marker.is_delete_marker());
  EXPECT_EQ(marker.owner(), some_owner);
  EXPECT_EQ(marker.last_modified(), some_time);
  EXPECT_THAT(model().list(bucket_, {}).value().objects, IsEmpty());
  EXPECT_EQ(body_of(model().version(bucket_, "key", one).value()), "one");
}

TEST_F(VersionsTest, AMarkerIsPutEvenWhereNothingWas) {
  set("Enabled");
  EXPECT_TRUE(remove().delete_marker);
  EXPECT_TRUE(remove().delete_marker);
  EXPECT_THAT(history(), ElementsAre("[-]", "-"));
}

TEST_F(VersionsTest, TakingTheMarkerAwayBringsTheObjectBack) {
  set("Enabled");
  put("one");
  const std::string marker = remove().version_id;
  const Model::Removed removed = remove_version(marker);
  EXPECT_TRUE(removed.delete_marker);
  EXPECT_EQ(removed.version_id, marker);
  EXPECT_THAT(history(), ElementsAre("[one]"));
  EXPECT_EQ(body(), "one");
}

TEST_F(VersionsTest, TakingTheNewestAwayPromotesTheNext) {
  set("Enabled");
  put("one");
  remove();
  const std::string three = put("three"), four = put("four");
  EXPECT_FALSE(remove_version(four).delete_marker);
  EXPECT_THAT(history(), ElementsAre("[three]", "-", "one"));
  remove_version(three);
  EXPECT_THAT(history(), ElementsAre("[-]", "one"));
  EXPECT_THAT(model().get(bucket_, "key"), FailsWith(Errc::NoSuchKey));
  put("five");
  EXPECT_THAT(history(), ElementsAre("[five]", "-", "one"));
}

TEST_F(VersionsTest, AnOlderVersionGoesWithoutAStir) {
  set("Enabled");
  const std::string one = put("one"), two = put("two");
  put("three");
  remove_version(two);
  EXPECT_THAT(history(), ElementsAre("[three]", "one"));
  remove_version(one);
  EXPECT_THAT(history(), ElementsAre("[three]"));
}

TEST_F(VersionsTest, WithTheLastVersionTheKeyIsGone) {
  set("Enabled");
  const std::string one = put("one");
  remove_version(one);
  EXPECT_THAT(history(), IsEmpty());
  EXPECT_THAT(model().get(bucket_, "key"), FailsWith(Errc::NoSuchKey));
  EXPECT_THAT(model().delete_bucket("bucket"), Succeeds());
}

TEST_F(VersionsTest, AnUnknownVersionIsNamedAndItsRemovalSucceeds) {
  set("Enabled");
  const std::string elsewhere = put("other", "other");
  put("one");
  for (const std::string& id : {elsewhere, std::string("096fKKXTRTtl3on89fVO.nfljtsv6qko"),
                                std::string("null"), std::string("no id at all")}) {
    EXPECT_THAT(model().version(bucket_, "key", id),
                FailsWith(Errc::NoSuchVersion, "VersionId", id));
    EXPECT_FALSE(remove_version(id).delete_marker);
  }
  EXPECT_THAT(history(), ElementsAre("[one]"));
  EXPECT_THAT(model().version(bucket_, "missing", "null"),
              FailsWith(Errc::NoSuchVersion, "Key", "missing"));
}

TEST_F(VersionsTest, AnIdIsNotMistakenForALaterVersionInItsPlace) {
  set("Enabled");
  const std::string first = put("one");
  remove_version(first);
  const std::string second = put("two");
  EXPECT_THAT(model().version(bucket_, "key", first), FailsWith(Errc::NoSuchVersion));
  put("three");
  EXPECT_THAT(model().version(bucket_, "key", first), FailsWith(Errc::NoSuchVersion));
  remove_version(first);
  EXPECT_THAT(history(), ElementsAre("[three]", "two"));
  EXPECT_EQ(body_of(model().version(bucket_, "key", second).value()), "two");
}

TEST_F(VersionsTest, SuspendedReplacesTheNullVersionWhereverItIs) {
  put("before");
  set("Enabled");
  put("one");
  set("Suspended");
  EXPECT_EQ(put("two"), "null") << "the null version was an older one";
  EXPECT_THAT(history(), ElementsAre("[two(null)]", "one"));
  EXPECT_EQ(put("three"), "null") << "the null version was current";
  EXPECT_THAT(history(), ElementsAre("[three(null)]", "one"));
  set("Enabled");
  put("four");
  EXPECT_THAT(history(), ElementsAre("[four]", "three(null)", "one"));
}

TEST_F(VersionsTest, SuspendedAddsANullVersionWhereThereIsNone) {
  set("Enabled");
  put("one");
  set("Suspended");
  put("two");
  EXPECT_THAT(history(), ElementsAre("[two(null)]", "one"));
  put("fresh", "other");
  EXPECT_THAT(history("other"), ElementsAre("[fresh(null)]"));
}

TEST_F(VersionsTest, SuspendedDeletionReplacesTheNullVersionByAMarker) {
  put("before");
  set("Enabled");
  put("one");
  set("Suspended");
  const Model::Removed removed = remove();
  EXPECT_TRUE(removed.delete_marker);
  EXPECT_EQ(removed.version_id, "null");
  EXPECT_THAT(history(), ElementsAre("[-(null)]", "one"));
  remove();
  EXPECT_THAT(history(), ElementsAre("[-(null)]", "one"));
  put("two");
  EXPECT_THAT(history(), ElementsAre("[two(null)]", "one"));
  EXPECT_TRUE(remove().delete_marker);
  EXPECT_TRUE(remove_version("null").delete_marker);
  EXPECT_THAT(history(), ElementsAre("[one]"));
}

TEST_F(VersionsTest, ConditionsOfWritesSeeTheCurrentObjectOnly) {
  const WriteConditions absent{.must_be_absent = true};
  set("Enabled");
  const std::string etag(world_.put(bucket_, "key", "one").value().etag());
  const WriteConditions same{.if_match = etag};
  const WriteConditions any{.if_match = "*"};
  EXPECT_THAT(world_.put(bucket_, "key", "two", absent), FailsWith(Errc::PreconditionFailed));
  EXPECT_THAT(world_.put(bucket_, "key", "two", same), Succeeds());
  EXPECT_THAT(world_.remove(bucket_, "key", same), FailsWith(Errc::PreconditionFailed));
  EXPECT_THAT(world_.remove(bucket_, "key", any), Succeeds());
  EXPECT_THAT(world_.remove(bucket_, "key", any), FailsWith(Errc::NoSuchKey));
  EXPECT_THAT(world_.put(bucket_, "key", "three", same), FailsWith(Errc::NoSuchKey));
  EXPECT_THAT(world_.put(bucket_, "key", "three", absent), Succeeds());
  EXPECT_THAT(history(), ElementsAre("[three]", "-", "two", "one"));
}

TEST_F(VersionsTest, ConditionsOnAVersionAreJudgedOnThatVersion) {
  set("Enabled");
  const Object one = world_.put(bucket_, "key", "one").value();
  const std::string id(one.version_id());
  const std::string two = put("two");
  const auto remove_if = [&](std::string_view version, std::string_view etag) {
    return model().remove(
        bucket_,
        {.key = "key", .version_id = version, .conditions = {.if_match = std::string(etag)}},
        some_time);
  };
  EXPECT_THAT(remove_if(two, one.etag()), FailsWith(Errc::PreconditionFailed));
  EXPECT_THAT(remove_if(id, one.etag()), Succeeds());
  EXPECT_THAT(remove_if(id, "*"), FailsWith(Errc::NoSuchKey));
  EXPECT_THAT(history(), ElementsAre("[two]"));
}

TEST_F(VersionsTest, VersionsAndMarkersKeepABucketFromBeingDeleted) {
  set("Enabled");
  const std::string marker = remove().version_id;
  const auto refused = model().delete_bucket("bucket");
  EXPECT_THAT(refused, FailsWith(Errc::BucketNotEmpty, "BucketName", "bucket"));
  EXPECT_EQ(refused.error().message(),
            "The bucket you tried to delete is not empty. "
            "You must delete all versions in the bucket.");
  remove_version(marker);
  EXPECT_THAT(model().delete_bucket("bucket"), Succeeds());
}

TEST_F(VersionsTest, KeysThatStartAlikeDoNotShareVersions) {
  set("Enabled");
  const std::string_view keys[] = {"a", "ab", std::string_view("a\0", 2),
                                   std::string_view("a\0b", 3), "a\xff"};
  for (const auto key : keys) {
    put("old " + std::string(key), key);
    put("new " + std::string(key), key);
  }
  for (const auto key : keys) {
    EXPECT_THAT(history(key),
                ElementsAre("[new " + std::string(key) + "]", "old " + std::string(key)));
  }
}

TEST_F(VersionsTest, ARevisionChangesTagsAndAclOfOneVersionAlone) {
  set("Enabled");
  const std::string large(10 * world_.space().inline_bytes, 'x');
  const std::string one = put(large), two = put("two");
  const Model::Revision revision{.tags = Pairs{{"name", "value"}}, .acl = "acl"};
  const Object before = model().version(bucket_, "key", one).value();
  const Object after = model().revise(bucket_, "key", one, revision).value();
  EXPECT_EQ(after.tag_count(), 1U);
  EXPECT_EQ(after.acl(), "acl");
  EXPECT_EQ(body_of(after), large);
  EXPECT_EQ(after.version_id(), one);
  EXPECT_EQ(after.etag(), before.etag());
  EXPECT_EQ(after.last_modified(), before.last_modified());
  EXPECT_EQ(model().version(bucket_, "key", one).value().entry(), after.entry());
  EXPECT_EQ(model().version(bucket_, "key", two).value().tag_count(), 0U);
  model().revise(bucket_, "key", std::nullopt, {.tags = Pairs{{"a", "1"}, {"b", "2"}}}).value();
  EXPECT_EQ(model().get(bucket_, "key").value().tag_count(), 2U);
  model().revise(bucket_, "key", std::nullopt, {.acl = "other"}).value();
  EXPECT_EQ(model().get(bucket_, "key").value().tag_count(), 2U) << "what is not named stays";
  EXPECT_EQ(history().size(), 2U);
}

TEST_F(VersionsTest, ADeleteMarkerCannotBeRevised) {
  set("Enabled");
  const std::string marker = remove().version_id;
  for (const auto id :
       {std::optional<std::string_view>(), std::optional<std::string_view>(marker)}) {
    const auto refused = model().revise(bucket_, "key", id, {.acl = "acl"});
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code(), Errc::MethodNotAllowed);
    EXPECT_EQ(refused.error().detail("ResourceType"), "DeleteMarker");
  }
  EXPECT_THAT(model().revise(bucket_, "none", std::nullopt, {}), FailsWith(Errc::NoSuchKey));
  EXPECT_THAT(model().revise(bucket_, "key", "null", {}), FailsWith(Errc::NoSuchVersion));
}

// Races: another write is committed between the reading and the swap of the one under test.

TEST_F(VersionsTest, TwoPutsAtOnceBothKeepTheirVersion) {
  set("Enabled");
  put("one");
  world_.space().before_swap = [&] { put("first"); };
  put("second");
  EXPECT_THAT(history(), ElementsAre("[second]", "first", "one"));
}

TEST_F(VersionsTest, APutSurvivesTheRemovalOfWhatItWouldPutAside) {
  set("Enabled");
  put("one");
  const std::string two = put("two");
  world_.space().before_swap = [&] { remove_version(two); };
  put("three");
  EXPECT_THAT(history(), ElementsAre("[three]", "one"));
}

TEST_F(VersionsTest, ARemovalFindsItsVersionWhereAPutHasMovedIt) {
  set("Enabled");
  put("one");
  const std::string two = put("two");
  world_.space().before_swap = [&] { put("three"); };
  remove_version(two);
  EXPECT_THAT(history(), ElementsAre("[three]", "one"));
}

TEST_F(VersionsTest, ARemovalFindsItsVersionWhereItWasPromotedTo) {
  set("Enabled");
  const std::string one = put("one"), two = put("two");
  world_.space().before_swap = [&] { remove_version(two); };
  remove_version(one);
  EXPECT_THAT(history(), IsEmpty());
}

TEST_F(VersionsTest, ThePromotedVersionIsNotOneThatWentMeanwhile) {
  set("Enabled");
  put("one");
  const std::string two = put("two"), three = put("three");
  world_.space().before_swap = [&] { remove_version(two); };
  remove_version(three);
  EXPECT_THAT(history(), ElementsAre("[one]"));
}

TEST_F(VersionsTest, APutThatMeetsTheSwitchFollowsTheNewRules) {
  put("before");
  const Bucket unversioned = bucket_;
  world_.space().before_swap = [&] { set("Enabled"); };
  const auto stored = model().put(unversioned, "key", {}, world_.incoming("after"), {}, some_time);
  EXPECT_EQ(stored.value().versioning, Versioning::enabled);
  EXPECT_THAT(history(), ElementsAre("[after]", "before(null)"));
  world_.space().before_swap = [&] { set("Suspended"); };
  EXPECT_EQ(put("last"), "null");
  EXPECT_THAT(history(), ElementsAre("[last(null)]", "after"));
}

TEST_F(VersionsTest, ADeletionThatMeetsTheSwitchKeepsTheObject) {
  put("before");
  put("other", "other");
  const Bucket unversioned = bucket_;
  world_.space().before_swap = [&] { set("Enabled"); };
  EXPECT_TRUE(world_.remove(unversioned, "key").value().delete_marker);
  EXPECT_THAT(history(), ElementsAre("[-]", "before(null)"));
  // Nor does a bucket that was read long ago make it forget.
  EXPECT_TRUE(world_.remove(unversioned, "other").value().delete_marker);
  EXPECT_TRUE(world_.remove(unversioned, "never there").value().delete_marker);
  EXPECT_THAT(history("other"), ElementsAre("[-]", "other(null)"));
}

TEST_F(VersionsTest, TwoNullVersionsNeverStandBesideEachOther) {
  put("before");
  set("Enabled");
  put("one");
  set("Suspended");
  world_.space().before_swap = [&] { put("first"); };
  put("second");
  EXPECT_THAT(history(), ElementsAre("[second(null)]", "one"));
  set("Enabled");
  put("two");
  set("Suspended");
  world_.space().before_swap = [&] { remove_version("null"); };
  put("third");
  EXPECT_THAT(history(), ElementsAre("[third(null)]", "two", "one"));
}

TEST_F(VersionsTest, AMarkerDoesNotSlipIntoABucketBeingDeleted) {
  set("Enabled");
  world_.space().before_swap = [&] { model().delete_bucket("bucket").value(); };
  EXPECT_THAT(world_.remove(bucket_, "key"), FailsWith(Errc::NoSuchBucket));
}

TEST_F(VersionsTest, ADeletionOfTheBucketSeesAMarkerPutMeanwhile) {
  set("Enabled");
  // The first swap of the deletion seals the bucket, the second would erase it.
  world_.space().before_swap = [&] { world_.space().before_swap = [&] { remove(); }; };
  EXPECT_THAT(model().delete_bucket("bucket"), FailsWith(Errc::BucketNotEmpty));
  EXPECT_THAT(history(), ElementsAre("[-]"));
}

TEST_F(VersionsTest, ARevisionFollowsItsVersion) {
  set("Enabled");
  const std::string one = put("one");
  world_.space().before_swap = [&] { put("two"); };
  model().revise(bucket_, "key", one, {.acl = "acl"}).value();
  EXPECT_EQ(model().version(bucket_, "key", one).value().acl(), "acl");
  EXPECT_EQ(model().get(bucket_, "key").value().acl(), "");
  world_.space().before_swap = [&] { remove_version(one); };
  EXPECT_THAT(model().revise(bucket_, "key", one, {}), FailsWith(Errc::NoSuchVersion));
}

TEST_F(VersionsTest, WritesThatNeverWinGiveUpAndSaySo) {
  set("Enabled");
  const std::string one = put("one");
  world_.space().always_loses = true;
  EXPECT_THAT(world_.put(bucket_, "key", "two"), FailsWith(Errc::ServiceUnavailable));
  EXPECT_THAT(world_.remove(bucket_, "key"), FailsWith(Errc::ServiceUnavailable));
  EXPECT_THAT(model().remove(bucket_, {.key = "key", .version_id = one}, some_time),
              FailsWith(Errc::ServiceUnavailable));
  EXPECT_THAT(model().revise(bucket_, "key", one, {}), FailsWith(Errc::ServiceUnavailable));
}

TEST_F(VersionsTest, AnUnversionedPutTouchesTwoRowsAndReadsNoCursor) {
  world_.put(bucket_, "key", "one").value();
  const int swaps = world_.space().swaps;
  const int steps = world_.space().cursor_steps;
  world_.put(bucket_, "key", "two").value();
  EXPECT_EQ(world_.space().swaps - swaps, 1);
  EXPECT_EQ(world_.space().cursor_steps, steps);
}

}  // namespace
}  // namespace pail::model
