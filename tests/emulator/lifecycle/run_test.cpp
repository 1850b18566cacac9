#include "emulator/lifecycle/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/emulator/support/harness.hpp"
#include "tests/emulator/support/lifecycle.hpp"
#include "tests/emulator/support/versions.hpp"
#include "wire/date.hpp"

namespace pail::emulator::lifecycle {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using testing::Answer;
using testing::Harness;
using Texts = std::vector<std::string>;

std::string rule(const std::string& id, const std::string& actions,
                 const std::string& filter = "") {
  return testing::lifecycle_rule(id, actions, filter);
}

std::string expires(int count) {
  return "<Expiration><Days>" + std::to_string(count) + "</Days></Expiration>";
}

std::string moves(int count, const std::string& storage_class) {
  return "<Transition><Days>" + std::to_string(count) + "</Days><StorageClass>" + storage_class +
         "</StorageClass></Transition>";
}

std::string noncurrent(int count, const std::string& keeps = "") {
  return "<NoncurrentVersionExpiration><NoncurrentDays>" + std::to_string(count) +
         "</NoncurrentDays>" + keeps + "</NoncurrentVersionExpiration>";
}

const std::string lone_markers =
    "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>";
const std::string any_size = "<ObjectSizeGreaterThan>0</ObjectSizeGreaterThan>";

// The world's own time is the harness's: it begins at noon of 2026-03-01.
class LifecycleRun : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }

  world::World& world() { return s3.emulator().worlds().default_world(); }
  model::Model& model() { return contents_->model(); }
  model::Bucket bucket() { return model().bucket("bucket").value(); }
  void configure(const std::string& rules, testing::HeaderList headers = {}) {
    testing::set_lifecycle(s3, "bucket", rules, std::move(headers));
  }
  void set(const std::string& versioning) { testing::set_versioning(s3, "bucket", versioning); }
  std::string put(const std::string& body, const std::string& key = "key") {
    return testing::put_version(s3, "bucket/" + key, body);
  }
  // Time passes on its own, and then somebody asks.
  Report after(std::chrono::microseconds by) {
    s3.clock().advance(by);
    return run(world()).value();
  }
  // All versions, newest first within a key: "key=body", "-" for the body of a delete marker, the
  // storage class behind a colon.
  Texts contents() {
    Texts texts;
    const auto page = model().list_versions(bucket(), {}).value();
    for (const auto& listed : page.versions) {
      std::string text = listed.key + "=";
      if (listed.version.is_delete_marker()) text += "-";
      text += wire::as_text(listed.version.inline_body());
      const std::string_view storage_class = listed.version.storage_class();
      if (!storage_class.empty()) text.append(":").append(storage_class);
      texts.push_back(text);
    }
    return texts;
  }
  // What rules did: "time operation key rule".
  Texts journal() {
    Texts texts;
    const auto page = world().journal().find({.kind = "lifecycle"}, 0, 1000);
    for (const auto& entry : page.entries) {
      texts.push_back(wire::format_iso_extended(entry->time) + " " + entry->operation + " " +
                      entry->key + " " + entry->detail);
    }
    return texts;
  }

  Harness s3;
  std::shared_ptr<world::Contents> contents_ = world().contents();
};

TEST_F(LifecycleRun, AnObjectGoesAtTheMidnightItIsDue) {
  configure(rule("r", expires(1)));
  put("body");
  EXPECT_EQ(after(35h + 59min + 59s).expired, 0U) << "2026-03-02T23:59:59Z";
  EXPECT_EQ(contents(), Texts{"key=body"});
  EXPECT_EQ(after(1s).expired, 1U);
  EXPECT_EQ(contents(), Texts{});
  EXPECT_EQ(journal(), Texts{"2026-03-03T00:00:00Z S3.EXPIRE.OBJECT key r"});
  EXPECT_EQ(after(days(9)).expired, 0U) << "there is nothing left";
}

TEST_F(LifecycleRun, MovingTheClockRunsIt) {
  configure(rule("r", expires(1)));
  put("body");
  s3.clock().advance(days(9));
  EXPECT_EQ(contents(), Texts{"key=body"}) << "time that passes on its own runs nothing";
  world().advance_clock(1s);
  EXPECT_EQ(contents(), Texts{});
  put("again");
  world().set_clock(world::ClockSetting::standing(world().now() + days(3)));
  EXPECT_EQ(contents(), Texts{});
}

TEST_F(LifecycleRun, OnlyWhatTheFilterCovers) {
  configure(rule("logs", expires(1), "<Prefix>logs/</Prefix>") +
            rule("large", expires(1), "<ObjectSizeGreaterThan>5</ObjectSizeGreaterThan>"));
  put("a", "logs/a");
  put("b", "other");
  put("larger", "large");
  EXPECT_EQ(after(days(2)).expired, 2U);
  EXPECT_EQ(contents(), Texts{"other=b"});
}

TEST_F(LifecycleRun, NothingWithoutRulesOrWithRulesThatAreOff) {
  put("body");
  EXPECT_EQ(after(days(100)).expired, 0U);
  configure("<Rule><ID>r</ID><Filter/><Status>Disabled</Status>" + expires(1) + "</Rule>");
  EXPECT_EQ(after(days(100)).expired, 0U);
  EXPECT_EQ(contents(), Texts{"key=body"});
  EXPECT_EQ(journal(), Texts{});
}

TEST_F(LifecycleRun, APastDateAppliesAtOnceAndToWhatComesLater) {
  configure(rule("r", "<Expiration><Date>2020-01-01T00:00:00Z</Date></Expiration>"));
  put("body");
  EXPECT_EQ(after(0s).expired, 1U);
  put("later");
  EXPECT_EQ(after(1s).expired, 1U);
  EXPECT_EQ(contents(), Texts{});
}

TEST_F(LifecycleRun, AVersionedObjectIsHiddenByAMarker) {
  set("Enabled");
  configure(rule("r", expires(1)));
  put("one");
  put("two");
  EXPECT_EQ(after(days(2)).expired, 1U);
  EXPECT_EQ(contents(), (Texts{"key=-", "key=two", "key=one"}));
  EXPECT_EQ(journal(), Texts{"2026-03-03T00:00:00Z S3.CREATE.DELETEMARKER key r"});
  EXPECT_EQ(after(days(300)).expired, 0U) << "a marker does not expire while it hides something";
}

TEST_F(LifecycleRun, ASuspendedBucketLosesItsNullVersion) {
  set("Enabled");
  put("named", "both");
  put("named", "named");
  set("Suspended");
  put("null", "both");
  put("null", "null");
  configure(rule("r", expires(10)));
  EXPECT_EQ(after(days(11)).expired, 3U);
  EXPECT_EQ(contents(), (Texts{"both=-", "both=named", "named=-", "named=named", "null=-"}));
  EXPECT_EQ(after(days(11)).markers_removed, 1U) << "alone, and as old as the rule says";
  EXPECT_EQ(contents(), (Texts{"both=-", "both=named", "named=-", "named=named"}));
}

TEST_F(LifecycleRun, LoneMarkersGoWhereARuleSaysSo) {
  set("Enabled");
  const std::string gone = put("gone", "lone");
  testing::delete_key(s3, "bucket/lone");
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket/lone?versionId=" + gone}).status, 204U);
  put("kept", "hiding");
  testing::delete_key(s3, "bucket/hiding");
  configure(rule("r", lone_markers));
  EXPECT_EQ(after(0s).markers_removed, 1U) << "as soon as it is alone";
  EXPECT_EQ(contents(), (Texts{"hiding=-", "hiding=kept"}));
  EXPECT_EQ(journal().size(), 1U);
}

TEST_F(LifecycleRun, OlderVersionsCountFromTheirSuccessor) {
  set("Enabled");
  configure(rule("r", noncurrent(5)));
  put("one");
  s3.clock().advance(days(100));
  put("two");
  EXPECT_EQ(after(days(5)).versions_removed, 0U) << "five days and less than a midnight";
  EXPECT_EQ(after(12h).versions_removed, 1U);
  EXPECT_EQ(contents(), Texts{"key=two"});
}

TEST_F(LifecycleRun, TheNewestOlderVersionsAreKept) {
  set("Enabled");
  configure(rule("r", noncurrent(5, "<NewerNoncurrentVersions>2</NewerNoncurrentVersions>")));
  for (const char* const body : {"one", "two", "three", "four", "five"}) put(body);
  EXPECT_EQ(after(days(30)).versions_removed, 2U);
  EXPECT_EQ(contents(), (Texts{"key=five", "key=four", "key=three"}));
  put("six");
  EXPECT_EQ(after(0s).versions_removed, 1U) << "it is as old, and a newer one has joined";
  EXPECT_EQ(contents(), (Texts{"key=six", "key=five", "key=four"}));
}

TEST_F(LifecycleRun, AYearInOneMoveIsAYearOfDays) {
  set("Enabled");
  configure(rule("r", expires(30) + noncurrent(7)));
  put("body");
  const Report report = after(days(365));
  EXPECT_EQ(report.expired, 1U);
  EXPECT_EQ(report.versions_removed, 1U);
  EXPECT_EQ(report.markers_removed, 1U);
  EXPECT_EQ(contents(), Texts{});
  EXPECT_EQ(journal(), (Texts{"2026-04-01T00:00:00Z S3.CREATE.DELETEMARKER key r",
                              "2026-04-08T00:00:00Z S3.EXPIRE.OBJECT key r",
                              "2026-05-01T00:00:00Z S3.EXPIRE.OBJECT key r"}));
}

TEST_F(LifecycleRun, NothingIsDoneAsOfBeforeTheRulesCame) {
  set("Enabled");
  put("body");
  s3.clock().advance(days(100));
  configure(rule("r", expires(30) + noncurrent(7)));
  EXPECT_EQ(after(0s).expired, 1U);
  EXPECT_EQ(contents(), (Texts{"key=-", "key=body"})) << "hidden today, so there for a week";
  EXPECT_EQ(journal(), Texts{"2026-06-09T12:00:00Z S3.CREATE.DELETEMARKER key r"});
  EXPECT_EQ(after(days(8)).versions_removed, 1U);
}

TEST_F(LifecycleRun, WhatWasBroughtBackIsHiddenAsOfTheNextRun) {
  set("Enabled");
  configure(rule("r", expires(1) + noncurrent(1)));
  put("body");
  EXPECT_EQ(after(days(2)).expired, 1U);
  const auto page = model().list_versions(bucket(), {}).value();
  const std::string marker(page.versions.front().version.version_id());
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket/key?versionId=" + marker}).status,
            204U);
  const Report report = after(1h);
  EXPECT_EQ(report.expired, 1U);
  EXPECT_EQ(report.versions_removed, 0U) << "its day has only begun";
}

TEST_F(LifecycleRun, ObjectsMoveToColderClassesAndSayIt) {
  configure(rule("r", moves(30, "STANDARD_IA") + moves(60, "GLACIER"), any_size));
  put("body");
  EXPECT_EQ(after(days(31)).transitioned, 1U);
  const Answer head = s3.send({.method = "HEAD", .target = "/bucket/key"});
  EXPECT_EQ(head.header("x-amz-storage-class"), "STANDARD_IA");
  EXPECT_EQ(head.header("Last-Modified"), "Sun, 01 Mar 2026 12:00:00 GMT");
  EXPECT_EQ(s3.get("bucket/key"), "body");
  EXPECT_EQ(after(days(300)).transitioned, 1U);
  EXPECT_EQ(s3.send({.target = "/bucket/key"}).code(), "InvalidObjectState");
  EXPECT_EQ(s3.send({.target = "/bucket?list-type=2"}).texts("Contents", "StorageClass"),
            Texts{"GLACIER"});
  EXPECT_EQ(journal(), (Texts{"2026-04-01T00:00:00Z S3.TRANSITION_SIA.OBJECT key r",
                              "2026-05-01T00:00:00Z S3.TRANSITION.OBJECT key r"}));
}

TEST_F(LifecycleRun, SmallObjectsStayWhereTheyAre) {
  configure(rule("r", moves(1, "GLACIER")));
  put("small", "small");
  put(std::string(128 * 1024, 'x'), "large");
  EXPECT_EQ(after(days(2)).transitioned, 1U);
  configure(rule("r", moves(1, "GLACIER")),
            {{"x-amz-transition-default-minimum-object-size", "varies_by_storage_class"}});
  EXPECT_EQ(after(0s).transitioned, 1U);
  EXPECT_EQ(contents().back(), "small=small:GLACIER");
}

TEST_F(LifecycleRun, DeletionBeatsTransition) {
  configure(rule("gone", expires(5)) + rule("moved", moves(5, "GLACIER"), any_size));
  put("body");
  const Report report = after(days(6));
  EXPECT_EQ(report.expired, 1U);
  EXPECT_EQ(report.transitioned, 0U);
}

TEST_F(LifecycleRun, OlderVersionsMoveToo) {
  set("Enabled");
  configure(rule("r",
                 "<NoncurrentVersionTransition><NoncurrentDays>3</NoncurrentDays>"
                 "<StorageClass>GLACIER</StorageClass></NoncurrentVersionTransition>",
                 any_size));
  put("one");
  put("two");
  EXPECT_EQ(after(days(4)).transitioned, 1U);
  EXPECT_EQ(contents(), (Texts{"key=two", "key=one:GLACIER"}));
}

TEST_F(LifecycleRun, AbandonedUploadsAreGivenUp) {
  configure(rule("r",
                 "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>"
                 "</AbortIncompleteMultipartUpload>",
                 "<Prefix>logs/</Prefix>"));
  for (const char* const key : {"logs/a", "logs/b", "other"}) {
    const Answer answer =
        s3.send({.method = "POST", .target = std::string("/bucket/") + key + "?uploads"});
    ASSERT_EQ(answer.status, 200U);
  }
  EXPECT_EQ(after(days(7)).uploads_aborted, 0U);
  EXPECT_EQ(after(12h).uploads_aborted, 2U);
  EXPECT_EQ(s3.send({.target = "/bucket?uploads"}).texts("Upload", "Key"), Texts{"other"});
  EXPECT_EQ(journal(), (Texts{"2026-03-09T00:00:00Z S3.DELETE.UPLOAD logs/a r",
                              "2026-03-09T00:00:00Z S3.DELETE.UPLOAD logs/b r"}));
}

TEST_F(LifecycleRun, PagesDoNotShow) {
  set("Enabled");
  configure(rule("r", expires(10) + noncurrent(1)));
  constexpr int keys = 700;
  for (int i = 0; i < keys; ++i) {
    const std::string key = "key" + std::to_string(i);
    put("one", key);
    put("two", key);
  }
  EXPECT_EQ(after(days(3)).versions_removed, keys + 0U);
  EXPECT_EQ(after(days(30)).versions_removed, keys + 0U);
  EXPECT_EQ(contents(), Texts{});
  EXPECT_EQ(model().bucket("bucket").value().name, "bucket");
}

TEST_F(LifecycleRun, BucketsAreApart) {
  configure(rule("r", expires(1)));
  s3.make_bucket("another");
  s3.put("another/key", "kept");
  put("gone");
  EXPECT_EQ(after(days(2)).expired, 1U);
  EXPECT_EQ(s3.get("another/key"), "kept");
}

// What a listener sees, and what it does before a rule acts.
class Listener final : public Events {
 public:
  Listener(Texts& told, std::function<void()>& first) : told_(told), first_(first) {}
  Turn turn(std::string_view) override {
    if (auto act = std::exchange(first_, nullptr)) act();
    return {};
  }
  void happened(const Happening& happening) override {
    told_.push_back(std::to_string(static_cast<int>(happening.what)) + " " +
                    std::string(happening.key) + " " + std::string(happening.storage_class));
  }
  bool reaches(std::string_view) const override { return false; }
  void send_test(std::string_view) override {}

 private:
  Texts& told_;
  std::function<void()>& first_;
};

class LifecycleListener : public LifecycleRun {
 protected:
  Report heard(std::chrono::microseconds by) {
    s3.clock().advance(by);
    const auto events_of = [this](const model::Bucket&) {
      return std::make_unique<Listener>(told, before_the_first);
    };
    return run(world(), events_of).value();
  }
  static std::string text(Happened what, const std::string& rest) {
    return std::to_string(static_cast<int>(what)) + " " + rest;
  }
  Texts told;
  std::function<void()> before_the_first;
};

TEST_F(LifecycleListener, IsToldOfEveryAct) {
  set("Enabled");
  configure(rule("r", expires(40) + noncurrent(1) + moves(30, "GLACIER_IR"), any_size));
  put("body");
  heard(days(60));
  EXPECT_EQ(told, (Texts{text(Happened::transitioned, "key GLACIER_IR"),
                         text(Happened::expired_hidden, "key "), text(Happened::expired, "key ")}));
}

TEST_F(LifecycleListener, WhatIsWrittenMeanwhileStays) {
  for (const char* const versioning : {"", "Enabled", "Suspended"}) {
    SCOPED_TRACE(versioning);
    if (*versioning != '\0') set(versioning);
    configure(rule("r", expires(1)));
    put("old");
    before_the_first = [this] { put("new"); };
    EXPECT_EQ(heard(days(2)).expired, 0U);
    EXPECT_EQ(s3.get("bucket/key"), "new");
  }
}

TEST_F(LifecycleListener, RulesTakenAwayMeanwhileActNoMore) {
  configure(rule("r", expires(1)));
  put("one", "a");
  put("two", "b");
  before_the_first = [this] { s3.send({.method = "DELETE", .target = "/bucket?lifecycle"}); };
  EXPECT_EQ(heard(days(2)).expired, 0U);
  EXPECT_EQ(contents(), (Texts{"a=one", "b=two"}));
  EXPECT_EQ(s3.send({.target = "/bucket?lifecycle"}).status, 404U) << "a run puts nothing back";
}

TEST_F(LifecycleListener, AnotherConfigurationMeanwhileStopsNothing) {
  configure(rule("r", expires(1)));
  put("one", "a");
  put("two", "b");
  before_the_first = [this] {
    ASSERT_TRUE(model().configure(bucket(), model::BucketConfig::tagging, "x"));
  };
  EXPECT_EQ(heard(days(2)).expired, 2U);
}

TEST_F(LifecycleListener, ABucketThatGoesMeanwhileIsNoError) {
  configure(rule("r", expires(1)));
  put("one");
  before_the_first = [this] {
    s3.send({.method = "DELETE", .target = "/bucket/key"});
    s3.send({.method = "DELETE", .target = "/bucket"});
  };
  EXPECT_EQ(heard(days(2)).expired, 0U);
}

TEST_F(LifecycleRun, AFailureIsAnEntryOfTheJournal) {
  ASSERT_TRUE(model().configure(bucket(), model::BucketConfig::lifecycle, "damage"));
  EXPECT_FALSE(run(world()));
  run_and_note(world());
  const auto page = world().journal().find({.kind = "lifecycle"}, 0, 10);
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.entries.front()->code, "InternalError");
}

// The same six weeks, in one move and in many: what happened is the same, and when.
class LifecycleMoves : public LifecycleRun, public ::testing::WithParamInterface<int> {};

TEST_P(LifecycleMoves, LeaveTheSameHoweverManyTheyAre) {
  set("Enabled");
  configure(rule("r", expires(35) + noncurrent(4) + moves(30, "STANDARD_IA"), any_size));
  put("one");
  put("two");
  for (int i = 0; i < GetParam(); ++i) after(days(42) / GetParam());
  EXPECT_EQ(contents(), Texts{"key=-"});
  Texts acts = journal();  // in the order they were done in
  std::sort(acts.begin(), acts.end());
  EXPECT_EQ(acts, (Texts{"2026-03-06T00:00:00Z S3.EXPIRE.OBJECT key r",
                         "2026-04-01T00:00:00Z S3.TRANSITION_SIA.OBJECT key r",
                         "2026-04-06T00:00:00Z S3.CREATE.DELETEMARKER key r",
                         "2026-04-10T00:00:00Z S3.EXPIRE.OBJECT key r"}));
}

INSTANTIATE_TEST_SUITE_P(LifecycleMoves, LifecycleMoves, ::testing::Values(1, 2, 6, 42));

}  // namespace
}  // namespace pail::emulator::lifecycle
