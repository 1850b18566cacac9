#include "testing/matchers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

using pail::testing::line_of;
using pail::testing::Request;
using pail::testing::RequestMatcher;
using pail::world::JournalEntry;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

JournalEntry slowed_down() {
  JournalEntry entry;
  entry.method = "PUT";
  entry.target = "/photos/cat%20.jpg";
  entry.headers = "Host: localhost\nX-Amz-Acl: private\n";
  entry.operation = "PutObject";
  entry.bucket = "photos";
  entry.key = "cat .jpg";
  entry.access_key = "AKID";
  entry.verdict = "accepted";
  entry.status = 503;
  entry.code = "SlowDown";
  entry.faults = {"f1", "f2"};
  return entry;
}

JournalEntry refusal() {
  JournalEntry entry;
  entry.method = "GET";
  entry.target = "/";
  entry.operation = "ListBuckets";
  entry.verdict = "refused";
  entry.reason = "the clock is 16 minutes late";
  entry.status = 403;
  entry.code = "RequestTimeTooSkewed";
  return entry;
}

bool fits(const RequestMatcher& matcher, const JournalEntry& entry) {
  return matcher.MatchAndExplain(entry, nullptr);
}

std::string why_not(const RequestMatcher& matcher, const JournalEntry& entry) {
  std::ostringstream why;
  EXPECT_FALSE(matcher.MatchAndExplain(entry, &why));
  return why.str();
}

TEST(RequestMatcherTest, FitsWhatHasEverythingThatWasAskedFor) {
  const std::vector<RequestMatcher> all{Request(),
                                        Request("PutObject"),
                                        Request("PutObject").on("photos"),
                                        Request("PutObject").on("photos", "cat .jpg"),
                                        Request().below("photos", "ca"),
                                        Request().answered(503).with_code("SlowDown"),
                                        Request().by("AKID").accepted(),
                                        Request().with_header("x-amz-acl", "private"),
                                        Request().hit_by_fault(),
                                        Request().hit_by_fault("f2")};
  for (const RequestMatcher& matcher : all) {
    std::ostringstream description;
    matcher.DescribeTo(&description);
    EXPECT_TRUE(fits(matcher, slowed_down())) << description.str();
  }
  EXPECT_TRUE(fits(Request().refused().because("16 minutes"), refusal()));
}

TEST(RequestMatcherTest, SaysWhatWasOtherwise) {
  const JournalEntry entry = slowed_down();
  EXPECT_EQ(why_not(Request("GetObject"), entry), "whose operation is \"PutObject\"");
  EXPECT_EQ(why_not(Request().on("films"), entry), "which is on s3://photos/cat .jpg");
  EXPECT_EQ(why_not(Request().on("photos", "cat"), entry), "which is on s3://photos/cat .jpg");
  EXPECT_EQ(why_not(Request().below("photos", "dog"), entry), "which is on s3://photos/cat .jpg");
  EXPECT_EQ(why_not(Request().answered(200), entry), "which was answered 503 SlowDown");
  EXPECT_EQ(why_not(Request().with_code("NoSuchKey"), entry), "whose code is \"SlowDown\"");
  EXPECT_EQ(why_not(Request().by("AKOTHER"), entry), "whose access key is \"AKID\"");
  EXPECT_EQ(why_not(Request().refused(), entry), "which was accepted");
  EXPECT_EQ(why_not(Request().accepted(), refusal()),
            "which was refused: the clock is 16 minutes late");
  EXPECT_EQ(why_not(Request().because("the key"), refusal()),
            "whose reason is \"the clock is 16 minutes late\"");
  EXPECT_EQ(why_not(Request().with_header("x-amz-acl", "public-read"), entry),
            "whose x-amz-acl is \"private\"");
  EXPECT_EQ(why_not(Request().with_header("Expect", "100-continue"), entry),
            "whose Expect is none");
  EXPECT_EQ(why_not(Request().hit_by_fault("f3"), entry), "whose faults are \"f1, f2\"");
  EXPECT_EQ(why_not(Request().hit_by_fault(), refusal()), "which no fault hit");
}

TEST(RequestMatcherTest, NamesTheFirstThingThatWasOtherwise) {
  EXPECT_EQ(why_not(Request("PutObject").answered(200).with_code("NoSuchKey"), slowed_down()),
            "which was answered 503 SlowDown");
}

TEST(RequestMatcherTest, AnEntryOfAnotherKindIsNoRequest) {
  JournalEntry entry = slowed_down();
  entry.kind = JournalEntry::Kind::lifecycle;
  EXPECT_EQ(why_not(Request(), entry), "which is a lifecycle");
}

TEST(RequestMatcherTest, DescribesItselfInOneSentence) {
  std::ostringstream positive;
  std::ostringstream negative;
  const RequestMatcher matcher = Request("PutObject").on("photos", "a").answered(503);
  matcher.DescribeTo(&positive);
  matcher.DescribeNegationTo(&negative);
  EXPECT_EQ(positive.str(), "is a request for PutObject on s3://photos/a answered 503");
  EXPECT_EQ(negative.str(),
            "is anything but what is a request for PutObject on s3://photos/a answered 503");
}

TEST(RequestMatcherTest, WorksInsideOthers) {
  const std::vector<JournalEntry> journal{slowed_down(), refusal()};
  EXPECT_THAT(journal, ElementsAre(Request("PutObject"), Request("ListBuckets").refused()));
  EXPECT_THAT(journal, Contains(Request().with_code("SlowDown")).Times(1));
  EXPECT_THAT(journal, Not(Contains(Request("GetObject"))));
}

TEST(JournalLineTest, HasWhatAPersonWantsToKnow) {
  EXPECT_EQ(line_of(slowed_down()),
            "PUT /photos/cat%20.jpg 503 SlowDown (PutObject; fault f1, f2)");
  EXPECT_EQ(line_of(refusal()),
            "GET / 403 RequestTimeTooSkewed (ListBuckets): the clock is 16 minutes late");
  EXPECT_EQ(::testing::PrintToString(refusal()), line_of(refusal()));
}

TEST(JournalLineTest, CannotBeForgedByAStranger) {
  JournalEntry entry = refusal();
  entry.target = "/\n\x1b[31mGET / 200";
  EXPECT_EQ(line_of(entry).substr(0, 31), "GET /\\x0a\\x1b[31mGET / 200 403 ");
}

TEST(JournalLineTest, OtherKindsSayWhereAndWhat) {
  JournalEntry entry;
  entry.kind = JournalEntry::Kind::lifecycle;
  entry.bucket = "photos";
  entry.key = "old.jpg";
  entry.detail = "expired by rule 'a'";
  EXPECT_EQ(line_of(entry), "lifecycle on s3://photos/old.jpg: expired by rule 'a'");
}

}  // namespace
