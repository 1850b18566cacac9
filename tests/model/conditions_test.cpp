#include "emulator/model/conditions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/error_matcher.hpp"

namespace pail::model {
namespace {

using testing::FailsWith;
using testing::Succeeds;
using wire::Errc;
using wire::Headers;

constexpr std::string_view etag = "d41d8cd98f00b204e9800998ecf8427e";
constexpr std::string_view quoted = "\"d41d8cd98f00b204e9800998ecf8427e\"";
constexpr std::string_view other = "\"60cd54a928cbbcbb6e7b5595bab46a9e\"";

// Written half a second into 2013-02-06T00:57:45Z, read ten seconds later.
const wire::Time modified{std::chrono::microseconds(1'360'112'265'500'000)};
const wire::Time now = modified + std::chrono::seconds(10);
constexpr std::string_view second_before = "Wed, 06 Feb 2013 00:57:44 GMT";
constexpr std::string_view same_second = "Wed, 06 Feb 2013 00:57:45 GMT";
constexpr std::string_view second_after = "Wed, 06 Feb 2013 00:57:46 GMT";
constexpr std::string_view in_the_future = "Wed, 06 Feb 2013 00:57:56 GMT";

std::string verdict(const Headers& headers) {
  const auto result = check(ReadConditions::from(headers), etag, modified, now);
  if (result.has_value()) return "200";
  if (result.error().code() == Errc::NotModified) return "304";
  EXPECT_TRUE(testing::is_listed(result.error())) << wire::describe(result.error());
  return std::to_string(result.error().status()) + " " +
         std::string(result.error().detail("Condition"));
}

TEST(ReadConditions, EachHeaderAloneFollowsTheTable) {
  struct Case {
    std::string_view name, value, expected;
  };
  const Case cases[] = {
      {"If-Match", quoted, "200"},
      {"If-Match", etag, "200"},
      {"If-Match", "*", "200"},
      {"If-Match", other, "412 If-Match"},
      {"If-Match", "", "412 If-Match"},
      {"If-None-Match", quoted, "304"},
      {"If-None-Match", etag, "304"},
      {"If-None-Match", "*", "304"},
      {"If-None-Match", other, "200"},
      {"If-Unmodified-Since", second_before, "412 If-Unmodified-Since"},
      {"If-Unmodified-Since", same_second, "200"},
      {"If-Unmodified-Since", second_after, "200"},
      {"If-Unmodified-Since", "yesterday", "200"},
      {"If-Modified-Since", second_before, "200"},
      {"If-Modified-Since", same_second, "304"},
      {"If-Modified-Since", second_after, "304"},
      {"If-Modified-Since", in_the_future, "200"},
      {"If-Modified-Since", "yesterday", "200"},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(verdict({{each.name, each.value}}), each.expected) << each.name << ": " << each.value;
  }
}

TEST(ReadConditions, NoHeaderMeansNoCondition) {
  EXPECT_EQ(verdict({}), "200");
}

TEST(ReadConditions, AnIfMatchThatHoldsOutweighsIfUnmodifiedSince) {
  EXPECT_EQ(verdict({{"If-Match", quoted}, {"If-Unmodified-Since", second_before}}), "200");
  EXPECT_EQ(verdict({{"If-Match", other}, {"If-Unmodified-Since", second_after}}), "412 If-Match");
}

TEST(ReadConditions, AnIfNoneMatchThatFailsAnswers304WhateverIfModifiedSinceSays) {
  EXPECT_EQ(verdict({{"If-None-Match", quoted}, {"If-Modified-Since", second_before}}), "304");
}

TEST(ReadConditions, TheFirstToFailDecides) {
  EXPECT_EQ(verdict({{"If-None-Match", quoted}, {"If-Match", other}}), "412 If-Match");
  EXPECT_EQ(verdict({{"If-None-Match", quoted}, {"If-Unmodified-Since", second_before}}),
            "412 If-Unmodified-Since");
  EXPECT_EQ(verdict({{"If-Modified-Since", same_second}, {"If-Match", quoted}}), "304");
  EXPECT_EQ(verdict({{"If-None-Match", other}, {"If-Modified-Since", same_second}}), "304");
}

TEST(NamesEtag, ReadsListsWithAndWithoutQuotes) {
  const std::string bare(etag);
  const std::string with_quotes(quoted);
  for (const std::string& list :
       {bare, with_quotes, " " + bare + " ", "x," + bare, "\"x\", " + with_quotes + ", \"y\"",
        "\"a,b\"," + with_quotes, with_quotes + ",", ",," + bare}) {
    EXPECT_TRUE(names_etag(list, etag)) << list;
  }
  for (const std::string& list :
       {std::string(), std::string(","), "x" + bare, bare + "x", "\"" + bare + "-2\"",
        "\"x," + bare + "\"", std::string("\"*\""), std::string("\"")}) {
    EXPECT_FALSE(names_etag(list, etag)) << list;
  }
}

TEST(NamesEtag, WeakEtagsCountForIfNoneMatchOnly) {
  const std::string weak = "W/" + std::string(quoted);
  EXPECT_FALSE(names_etag(weak, etag));
  EXPECT_EQ(verdict({{"If-Match", weak}}), "412 If-Match");
  EXPECT_EQ(verdict({{"If-None-Match", weak}}), "304");
}

TEST(WriteConditions, TheFormsS3RefusesAreNotImplemented) {
  struct Case {
    Headers headers;
    std::string_view header, message;
  };
  constexpr auto refused =
      "We don't accept the provided value of If-None-Match header for this API";
  const Case cases[] = {
      {{{"If-None-Match", quoted}}, "If-None-Match", refused},
      {{{"If-None-Match", ""}}, "If-None-Match", refused},
      {{{"If-Match", "*"}},
       "If-Match",
       "We don't accept the provided value of If-Match header for this API"},
      {{{"If-Match", quoted}, {"If-None-Match", "*"}},
       "If-Match,If-None-Match",
       "Multiple conditional request headers present in the request"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.header);
    const auto conditions = WriteConditions::from(each.headers);
    ASSERT_THAT(conditions, FailsWith(Errc::NotImplemented, "Header", each.header));
    EXPECT_EQ(conditions.error().detail("additionalMessage"), each.message);
  }
}

TEST(WriteConditions, AreReadFromTheHeaders) {
  EXPECT_FALSE(WriteConditions::from({}).value().any());
  EXPECT_TRUE(WriteConditions::from({{"if-none-match", "*"}}).value().must_be_absent);
  EXPECT_EQ(WriteConditions::from({{"If-Match", quoted}}).value().if_match, etag);
  EXPECT_EQ(WriteConditions::from({{"If-Match", etag}}).value().if_match, etag);
}

TEST(WriteConditions, ADeleteMayAskThatAnythingIsThere) {
  EXPECT_EQ(WriteConditions::of_delete({{"If-Match", "*"}}).if_match, "*");
  EXPECT_EQ(WriteConditions::of_delete({{"If-Match", quoted}}).if_match, etag);
  EXPECT_FALSE(WriteConditions::of_delete({{"If-None-Match", "*"}}).any());
}

TEST(WriteConditions, AreJudgedAgainstTheCurrentObject) {
  const WriteConditions none, absent{.must_be_absent = true}, same{.if_match = std::string(etag)},
      different{.if_match = "60cd54a928cbbcbb6e7b5595bab46a9e"}, empty{.if_match = ""};
  EXPECT_THAT(check(none, etag, "k"), Succeeds());
  EXPECT_THAT(check(none, std::nullopt, "k"), Succeeds());
  EXPECT_THAT(check(absent, std::nullopt, "k"), Succeeds());
  EXPECT_THAT(check(same, etag, "k"), Succeeds());
  EXPECT_THAT(check(absent, etag, "k"),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-None-Match"));
  EXPECT_THAT(check(different, etag, "k"),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-Match"));
  EXPECT_THAT(check(empty, etag, "k"),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-Match"));
  EXPECT_THAT(check(same, std::nullopt, "k"), FailsWith(Errc::NoSuchKey, "Key", "k"));
}

}  // namespace
}  // namespace pail::model
