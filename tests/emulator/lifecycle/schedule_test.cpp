#include "emulator/lifecycle/schedule.hpp"

#include <gtest/gtest.h>

#include "emulator/model/object_record.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"

namespace pail::emulator::lifecycle {
namespace {

wire::Time at(std::string_view text) {
  return wire::parse_iso_extended(text).value();
}

std::string text(wire::Time time) {
  return wire::format_iso_extended(time);
}

struct Version {
  std::string modified = "2024-01-10T10:30:00Z";
  std::uint64_t size = 1024 * 1024;
  model::Pairs tags = {};
  std::string storage_class = {};
  bool delete_marker = false;
};

model::Object object(const Version& version) {
  model::ObjectAttributes attributes;
  attributes.tags = version.tags;
  attributes.storage_class = version.storage_class;
  const std::string body(version.size, 'x');
  const model::StoredBody stored{version.size, {}, body, {}};
  const model::VersionStamp stamp{.last_modified = at(version.modified),
                                  .delete_marker = version.delete_marker};
  return model::Object::open(model::encode_object(attributes, stored, stamp)).value();
}

Lifecycle rules(const std::string& text) {
  return {
      documents::parse_lifecycle("<LifecycleConfiguration>" + text + "</LifecycleConfiguration>")
          .value(),
      {},
      {}};
}

// Named, for all objects unless it has a scope.
std::string rule(const std::string& id, const std::string& actions,
                 const std::string& scope = "<Filter/>") {
  return "<Rule><ID>" + id + "</ID>" + scope + "<Status>Enabled</Status>" + actions + "</Rule>";
}

std::string expires(int days) {
  return "<Expiration><Days>" + std::to_string(days) + "</Days></Expiration>";
}

std::string moves(int days, const std::string& storage_class) {
  return "<Transition><Days>" + std::to_string(days) + "</Days><StorageClass>" + storage_class +
         "</StorageClass></Transition>";
}

// "ID time", "-" for nothing.
std::string told(const std::optional<Due>& due) {
  return due ? due->rule->id + " " + text(due->when) : "-";
}

// "ID time CLASS", "-" for nothing.
std::string told(const std::optional<DueTransition>& due) {
  return due ? due->rule->id + " " + text(due->when) + " " + std::string(due->storage_class) : "-";
}

const Window always = {at("2000-01-01T00:00:00Z"), at("2100-01-01T00:00:00Z")};

TEST(DaysAfter, FollowsTheTable) {
  const auto cases = testing::spec_cases("lifecycle");
  ASSERT_FALSE(cases.empty());
  for (const auto& value : cases) {
    const auto& row = value.as_array();
    SCOPED_TRACE(boost::json::serialize(row));
    const auto days = static_cast<std::uint32_t>(row[1].as_int64());
    const wire::Time due = days_after(at(row[0].as_string()), days);
    EXPECT_EQ(text(due), row[2].as_string());
    EXPECT_EQ(wire::format_http_date(due), row[3].as_string());
  }
}

TEST(DaysAfter, CountsWhatIsShownAndReachesFar) {
  // Last-Modified has whole seconds: to whoever reads it, that object is of midnight.
  const wire::Time midnight = at("2024-01-01T00:00:00Z");
  EXPECT_EQ(days_after(midnight + std::chrono::microseconds(999'999), 1),
            midnight + std::chrono::days(1));
  EXPECT_EQ(text(days_after(at("2024-01-01T00:00:01Z"), 0)), "2024-01-02T00:00:00Z");
  EXPECT_EQ(text(days_after(midnight, 0)), "2024-01-01T00:00:00Z");
  EXPECT_EQ(days_after(midnight, 2'147'483'647), midnight + std::chrono::days(2'147'483'647));
}

TEST(Covers, AsksForEverythingThatAFilterSays) {
  using Filter = documents::LifecycleFilter;
  const model::Object small = object({.size = 10, .tags = {{"a", "1"}, {"b", "2"}}});
  struct Case {
    Filter filter;
    bool covered;
  };
  for (const auto& [filter, covered] : std::initializer_list<Case>{
           {Filter{}, true},
           {Filter{.prefix = ""}, true},
           {Filter{.prefix = "logs/"}, true},
           {Filter{.prefix = "logs/2"}, false},
           {Filter{.prefix = "Logs/"}, false},
           {Filter{.tags = {{"a", "1"}}}, true},
           {Filter{.tags = {{"a", "2"}}}, false},
           {Filter{.tags = {{"a", "1"}, {"b", "2"}}}, true},
           {Filter{.tags = {{"a", "1"}, {"c", "3"}}}, false},
           {Filter{.size_greater_than = 9}, true},
           {Filter{.size_greater_than = 10}, false},
           {Filter{.size_less_than = 11}, true},
           {Filter{.size_less_than = 10}, false},
           {Filter{.prefix = "logs/", .tags = {{"a", "1"}}, .size_less_than = 10}, false}}) {
    SCOPED_TRACE(filter.prefix.value_or("no prefix"));
    EXPECT_EQ(covers(filter, "logs/x", small), covered);
  }
}

TEST(Expiration, TheEarliestRuleWinsAndTheFirstOfEquals) {
  const model::Object one = object({});
  EXPECT_EQ(told(expiration_of(rules(rule("r", expires(3))), "k", one)), "r 2024-01-14T00:00:00Z");
  EXPECT_EQ(
      told(expiration_of(rules(rule("long", expires(9)) + rule("short", expires(3))), "k", one)),
      "short 2024-01-14T00:00:00Z");
  EXPECT_EQ(
      told(expiration_of(rules(rule("first", expires(3)) + rule("second", expires(3))), "k", one)),
      "first 2024-01-14T00:00:00Z");
  const std::string on_a_day = "<Expiration><Date>2024-01-12T00:00:00Z</Date></Expiration>";
  EXPECT_EQ(told(expiration_of(rules(rule("days", expires(3)) + rule("date", on_a_day)), "k", one)),
            "date 2024-01-12T00:00:00Z");
}

TEST(Expiration, RulesThatAreOffOrOfOthersSayNothing) {
  const model::Object one = object({});
  const std::string off =
      "<Rule><ID>off</ID><Filter/><Status>Disabled</Status>" + expires(1) + "</Rule>";
  EXPECT_EQ(told(expiration_of(rules(off), "k", one)), "-");
  const std::string other = rule("p", expires(1), "<Filter><Prefix>logs/</Prefix></Filter>");
  EXPECT_EQ(told(expiration_of(rules(other), "k", one)), "-");
  EXPECT_EQ(told(expiration_of(rules(other), "logs/k", one)), "p 2024-01-12T00:00:00Z");
  const std::string markers = rule(
      "m", "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>");
  EXPECT_EQ(told(expiration_of(rules(markers), "k", one)), "-");
  EXPECT_EQ(told(expiration_of(rules(rule("t", moves(1, "GLACIER"))), "k", one)), "-");
}

TEST(LoneMarker, GoesAtOnceWhereAskedAndElseByAge) {
  const model::Object marker = object({.size = 0, .delete_marker = true});
  const auto wants = [](const std::string& value) {
    return "<Expiration><ExpiredObjectDeleteMarker>" + value +
           "</ExpiredObjectDeleteMarker></Expiration>";
  };
  EXPECT_EQ(told(lone_marker_of(rules(rule("m", wants("true"))), "k", marker)),
            "m 2024-01-10T10:30:00Z");
  EXPECT_EQ(told(lone_marker_of(rules(rule("m", wants("false"))), "k", marker)), "-");
  EXPECT_EQ(told(lone_marker_of(rules(rule("d", expires(3))), "k", marker)),
            "d 2024-01-14T00:00:00Z");
  const std::string tagged =
      rule("t", expires(3), "<Filter><Tag><Key>a</Key><Value>1</Value></Tag></Filter>");
  EXPECT_EQ(told(lone_marker_of(rules(tagged), "k", marker)), "-") << "a marker has no tags";
}

TEST(Transition, TheEarliestFirstAndOfEqualsTheColdest) {
  const Lifecycle steps =
      rules(rule("r", moves(30, "STANDARD_IA") + moves(60, "GLACIER") + moves(90, "DEEP_ARCHIVE")));
  EXPECT_EQ(told(transition_of(steps, "k", object({}), always)),
            "r 2024-02-10T00:00:00Z STANDARD_IA");
  EXPECT_EQ(told(transition_of(steps, "k", object({.storage_class = "STANDARD_IA"}), always)),
            "r 2024-03-11T00:00:00Z GLACIER");
  EXPECT_EQ(told(transition_of(steps, "k", object({.storage_class = "DEEP_ARCHIVE"}), always)),
            "-");
  const Lifecycle at_once =
      rules(rule("a", moves(1, "GLACIER_IR")) + rule("b", moves(1, "DEEP_ARCHIVE")) +
            rule("c", moves(1, "GLACIER")));
  EXPECT_EQ(told(transition_of(at_once, "k", object({}), always)),
            "b 2024-01-12T00:00:00Z DEEP_ARCHIVE");
}

TEST(Transition, WhatWasDueBeforeTheWindowIsDueAtItsBeginning) {
  const Lifecycle steps = rules(rule("r", moves(30, "STANDARD_IA") + moves(60, "GLACIER")));
  const Window late = {at("2024-06-01T12:00:00Z"), at("2024-06-02T00:00:00Z")};
  EXPECT_EQ(told(transition_of(steps, "k", object({}), late)), "r 2024-06-01T12:00:00Z GLACIER")
      << "both are overdue: no step between";
  const Window early = {at("2024-01-01T00:00:00Z"), at("2024-02-09T23:59:59Z")};
  EXPECT_EQ(told(transition_of(steps, "k", object({}), early)), "-");
}

TEST(Transition, NeverUpward) {
  const std::vector<std::string> classes = {
      "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"};
  for (std::size_t from = 0; from < classes.size(); ++from) {
    for (std::size_t to = 0; to < classes.size(); ++to) {
      SCOPED_TRACE(classes[from] + " to " + classes[to]);
      const Lifecycle one = rules(rule("r", moves(30, classes[to])));
      const auto due = transition_of(one, "k", object({.storage_class = classes[from]}), always);
      EXPECT_EQ(due.has_value(), to > from);
    }
    const Lifecycle one = rules(rule("r", moves(30, classes[from])));
    for (const std::string warm : {"", "REDUCED_REDUNDANCY"}) {
      EXPECT_TRUE(transition_of(one, "k", object({.storage_class = warm}), always));
    }
  }
}

TEST(Transition, SmallObjectsStayUnlessTheRuleSpeaksOfSizes) {
  constexpr std::uint64_t least = 128 * 1024;
  const auto made = [](const std::string& storage_class, std::uint64_t size, bool varies,
                       const std::string& scope = "<Filter/>") {
    Lifecycle one = rules(rule("r", moves(30, storage_class), scope));
    if (varies) one.minimum = documents::TransitionMinimum::varies_by_storage_class;
    return transition_of(one, "k", object({.size = size}), always).has_value();
  };
  EXPECT_TRUE(made("GLACIER", least, false));
  EXPECT_FALSE(made("GLACIER", least - 1, false));
  EXPECT_TRUE(made("GLACIER", 1, true));
  EXPECT_TRUE(made("DEEP_ARCHIVE", 1, true));
  EXPECT_FALSE(made("GLACIER_IR", least - 1, true));
  EXPECT_FALSE(made("STANDARD_IA", least - 1, true));
  const std::string sized = "<Filter><ObjectSizeGreaterThan>0</ObjectSizeGreaterThan></Filter>";
  EXPECT_TRUE(made("STANDARD_IA", 1, false, sized));
  EXPECT_FALSE(made("STANDARD_IA", 0, false, sized));
}

TEST(NoncurrentVersions, CountFromTheirSuccessorsCreation) {
  const Lifecycle one = rules(rule("r",
                                   "<NoncurrentVersionExpiration><NoncurrentDays>5"
                                   "</NoncurrentDays></NoncurrentVersionExpiration>"));
  const model::Object old = object({.modified = "2020-01-01T00:00:00Z"});
  const Noncurrent version{"k", old, at("2024-01-10T10:30:00Z"), 0};
  EXPECT_EQ(told(expiration_of(one, version)), "r 2024-01-16T00:00:00Z");
  const Noncurrent sooner{"k", old, at("2024-01-10T00:00:00Z"), 0};
  EXPECT_EQ(told(expiration_of(one, sooner)), "r 2024-01-15T00:00:00Z");
}

TEST(NoncurrentVersions, TheNewestAreKeptWhereTheRuleSaysSo) {
  const Lifecycle one =
      rules(rule("r",
                 "<NoncurrentVersionExpiration><NoncurrentDays>60</NoncurrentDays>"
                 "<NewerNoncurrentVersions>2</NewerNoncurrentVersions>"
                 "</NoncurrentVersionExpiration>"
                 "<NoncurrentVersionTransition><NoncurrentDays>30</NoncurrentDays>"
                 "<NewerNoncurrentVersions>1</NewerNoncurrentVersions>"
                 "<StorageClass>STANDARD_IA</StorageClass></NoncurrentVersionTransition>"));
  const model::Object old = object({});
  const std::string gone = "r 2024-03-11T00:00:00Z";
  const std::string moved = "r 2024-02-10T00:00:00Z STANDARD_IA";
  for (std::size_t newer = 0; newer < 4; ++newer) {
    SCOPED_TRACE(newer);
    const Noncurrent version{"k", old, at("2024-01-10T10:30:00Z"), newer};
    EXPECT_EQ(told(expiration_of(one, version)), newer < 2 ? "-" : gone);
    EXPECT_EQ(told(transition_of(one, version, always)), newer < 1 ? "-" : moved);
  }
}

TEST(Uploads, AreGivenUpByTheEarliestRuleOfTheirKey) {
  const auto aborts = [](int days) {
    return "<AbortIncompleteMultipartUpload><DaysAfterInitiation>" + std::to_string(days) +
           "</DaysAfterInitiation></AbortIncompleteMultipartUpload>";
  };
  const Lifecycle two = rules(rule("all", aborts(7)) +
                              rule("logs", aborts(2), "<Filter><Prefix>logs/</Prefix></Filter>"));
  const wire::Time begun = at("2024-01-10T10:30:00Z");
  EXPECT_EQ(told(abort_of(two, "k", begun)), "all 2024-01-18T00:00:00Z");
  EXPECT_EQ(told(abort_of(two, "logs/k", begun)), "logs 2024-01-13T00:00:00Z");
  EXPECT_EQ(told(abort_of(rules(rule("x", expires(1))), "k", begun)), "-");
}

TEST(ExpirationHeader, IsWrittenAsTheDocumentationShowsIt) {
  const Lifecycle one = rules(rule("picture-deletion-rule", expires(1)));
  const Due due{at("2012-12-23T00:00:00Z"), one.rules.data()};
  EXPECT_EQ(expiration_header(due),
            "expiry-date=\"Sun, 23 Dec 2012 00:00:00 GMT\", rule-id=\"picture-deletion-rule\"");
  const Lifecycle other = rules(rule("a \"b\"/ü", expires(1)));
  const Due strange{at("2012-12-23T00:00:00Z"), other.rules.data()};
  EXPECT_EQ(expiration_header(strange),
            "expiry-date=\"Sun, 23 Dec 2012 00:00:00 GMT\", rule-id=\"a%20%22b%22%2F%C3%BC\"");
}

}  // namespace
}  // namespace pail::emulator::lifecycle
