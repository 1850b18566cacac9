#include "emulator/documents/lifecycle.hpp"

#include <gtest/gtest.h>

#include "wire/encode.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;

std::string configuration(const std::string& rules) {
  return "<LifecycleConfiguration>" + rules + "</LifecycleConfiguration>";
}

// A rule of that scope and those actions.
std::string rule(const std::string& scope, const std::string& actions,
                 const std::string& id = "one") {
  return "<Rule><ID>" + id + "</ID>" + scope + "<Status>Enabled</Status>" + actions + "</Rule>";
}

const std::string everything = "<Filter/>";
const std::string expires = "<Expiration><Days>1</Days></Expiration>";

std::string transition(const std::string& when, const std::string& storage_class = "GLACIER") {
  return "<Transition>" + when + "<StorageClass>" + storage_class + "</StorageClass></Transition>";
}

std::string filter(const std::string& inner) {
  return "<Filter>" + inner + "</Filter>";
}

std::string tag(const std::string& key) {
  return "<Tag><Key>" + key + "</Key><Value>v</Value></Tag>";
}

struct Refusal {
  std::string rules;
  Errc code;
  std::string message = "";  // "": the code's own
};

void expect_refused(const Refusal& refusal) {
  SCOPED_TRACE(refusal.rules);
  const auto parsed = parse_lifecycle(configuration(refusal.rules));
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code(), refusal.code) << wire::describe(parsed.error());
  if (refusal.message.empty()) return;
  EXPECT_EQ(parsed.error().message().value_or(""), refusal.message);
}

// What S3 accepts in every form, as it comes back.
TEST(LifecycleDocument, ComesBackAsItWasGiven) {
  const std::string all_of = filter(
      "<And><Prefix>logs/</Prefix><Tag><Key>a</Key><Value>1</Value></Tag>"
      "<Tag><Key>b</Key><Value></Value></Tag><ObjectSizeGreaterThan>0</ObjectSizeGreaterThan>"
      "<ObjectSizeLessThan>1048576</ObjectSizeLessThan></And>");
  const std::string given =
      rule(everything, "<Expiration><Days>30</Days></Expiration>" +
                           transition("<Days>0</Days>", "INTELLIGENT_TIERING") +
                           transition("<Days>29</Days>", "GLACIER_IR")) +
      rule(filter("<Prefix></Prefix>"),
           "<Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration>", "two") +
      rule(filter("<Prefix>logs/</Prefix>"),
           "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>"
           "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>"
           "</AbortIncompleteMultipartUpload>",
           "three") +
      rule(filter(tag("key")), transition("<Date>2029-12-31T00:00:00.000Z</Date>"), "four") +
      rule(all_of,
           "<NoncurrentVersionExpiration><NoncurrentDays>90</NoncurrentDays>"
           "<NewerNoncurrentVersions>5</NewerNoncurrentVersions></NoncurrentVersionExpiration>"
           "<NoncurrentVersionTransition><NoncurrentDays>30</NoncurrentDays>"
           "<NewerNoncurrentVersions>2</NewerNoncurrentVersions>"
           "<StorageClass>STANDARD_IA</StorageClass></NoncurrentVersionTransition>"
           "<NoncurrentVersionTransition><NoncurrentDays>60</NoncurrentDays>"
           "<StorageClass>DEEP_ARCHIVE</StorageClass></NoncurrentVersionTransition>",
           "five");
  const auto rules = parse_lifecycle(configuration(given));
  ASSERT_TRUE(rules) << wire::describe(rules.error());
  const std::string expected =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LifecycleConfiguration "
      "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" +
      given + "</LifecycleConfiguration>";
  EXPECT_EQ(lifecycle_document(rules.value()), expected);
}

TEST(LifecycleDocument, TheOldFormStaysOld) {
  const std::string given = rule("<Prefix>old/</Prefix>", expires);
  const auto rules = parse_lifecycle(configuration(given));
  ASSERT_TRUE(rules);
  EXPECT_NE(lifecycle_document(rules.value()).find(given), std::string::npos);
}

TEST(LifecycleDocument, ElementsMayComeInAnyOrder) {
  const auto rules = parse_lifecycle(configuration("<Rule>" + expires +
                                                   "<Status>Disabled</Status><Filter>"
                                                   "<Prefix>a</Prefix></Filter><ID>x</ID></Rule>"));
  ASSERT_TRUE(rules);
  EXPECT_FALSE(rules.value().front().enabled);
  EXPECT_EQ(rules.value().front().filter.prefix, "a");
}

TEST(LifecycleDocument, ADayAloneIsItsMidnight) {
  const auto rules = parse_lifecycle(
      configuration(rule(everything, "<Expiration><Date>2027-09-27</Date></Expiration>")));
  ASSERT_TRUE(rules);
  EXPECT_NE(lifecycle_document(rules.value()).find("<Date>2027-09-27T00:00:00.000Z</Date>"),
            std::string::npos);
}

TEST(LifecycleDocument, RulesWithoutAnIdGetOneInS3sForm) {
  const std::string nameless = "<Rule><Filter/><Status>Enabled</Status>" + expires + "</Rule>";
  const std::string document = configuration(nameless + nameless + rule(everything, expires));
  const auto rules = parse_lifecycle(document);
  ASSERT_TRUE(rules);
  const std::string& first = rules.value()[0].id;
  const auto uuid = wire::from_base64(first);
  ASSERT_TRUE(uuid) << first;
  EXPECT_EQ(first.size(), 48U);
  EXPECT_EQ(uuid->size(), 36U);
  EXPECT_EQ((*uuid)[14], '4') << *uuid;
  EXPECT_NE(first, rules.value()[1].id) << "the same rule twice, and yet two names";
  EXPECT_EQ(rules.value()[2].id, "one");
  EXPECT_EQ(parse_lifecycle(document).value()[0].id, first) << "the same every time";
}

TEST(LifecycleDocument, WhatTheSchemaForbidsIsMalformed) {
  const std::string noncurrent = "<NoncurrentVersionExpiration>";
  for (const std::string& rules :
       {std::string(),
        std::string("<Other/>"),
        rule("", expires),
        rule("<Prefix>a</Prefix><Filter/>", expires),
        rule(filter("<Prefix>a</Prefix>" + tag("k")), expires),
        rule(filter("<And><Prefix>a</Prefix></And><Prefix>b</Prefix>"), expires),
        rule(filter("<And/>"), expires),
        rule(filter("<Color/>"), expires),
        rule(filter("<Tag><Key>k</Key></Tag>"), expires),
        rule(filter("<Tag><Key></Key><Value>v</Value></Tag>"), expires),
        rule(filter("<ObjectSizeLessThan>ten</ObjectSizeLessThan>"), expires),
        rule(everything, "<Expiration/>"),
        rule(everything, expires + expires),
        rule(everything, "<Expiration><Days>1</Days><Days>2</Days></Expiration>"),
        rule(everything,
             "<Expiration><Days>1</Days>"
             "<ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>"),
        rule(everything, "<Expiration><Days>1.5</Days></Expiration>"),
        rule(everything, "<Expiration><Days>2147483648</Days></Expiration>"),
        rule(everything, "<Expiration><Date>Fri, 01 Jan 2016 00:00:00 GMT</Date></Expiration>"),
        rule(everything,
             "<Expiration><ExpiredObjectDeleteMarker>yes</ExpiredObjectDeleteMarker></Expiration>"),
        rule(everything, transition("")),
        rule(everything, transition("<Days>1</Days><Date>2030-01-01T00:00:00Z</Date>")),
        rule(everything, transition("<Days>1</Days>", "STANDARD")),
        rule(everything, "<Transition><Days>1</Days></Transition>"),
        rule(everything, noncurrent + "</NoncurrentVersionExpiration>"),
        rule(everything, noncurrent + "<NewerNoncurrentVersions>1</NewerNoncurrentVersions>"
                                      "</NoncurrentVersionExpiration>"),
        rule(everything, "<AbortIncompleteMultipartUpload/>"),
        rule(everything, expires + "<Status>Enabled</Status>"),
        std::string("<Rule><Filter/><Status>enabled</Status>" + expires + "</Rule>"),
        std::string("<Rule><Filter/>" + expires + "</Rule>")}) {
    expect_refused({rules, Errc::MalformedXML});
  }
  EXPECT_EQ(parse_lifecycle("").error().code(), Errc::MissingRequestBodyError);
  EXPECT_EQ(parse_lifecycle("<Lifecycle/>").error().code(), Errc::MalformedXML);
}

TEST(LifecycleDocument, AThousandRulesAreEnough) {
  std::string rules;
  for (int i = 0; i < 1000; ++i) rules += rule(everything, expires, std::to_string(i));
  EXPECT_TRUE(parse_lifecycle(configuration(rules)));
  expect_refused({rules + rule(everything, expires, "more"), Errc::MalformedXML});
}

TEST(LifecycleDocument, NumbersAndIdsThatAreNoneAreArguments) {
  const std::string positive = " action must be a positive integer";
  for (const Refusal& refusal : std::initializer_list<Refusal>{
           {rule(everything, "<Expiration><Days>0</Days></Expiration>"), Errc::InvalidArgument,
            "'Days' for Expiration" + positive},
           {rule(everything, "<Expiration><Days>-1</Days></Expiration>"), Errc::InvalidArgument,
            "'Days' for Expiration" + positive},
           {rule(everything,
                 "<NoncurrentVersionExpiration><NoncurrentDays>0</NoncurrentDays>"
                 "</NoncurrentVersionExpiration>"),
            Errc::InvalidArgument, "'NoncurrentDays' for NoncurrentVersionExpiration" + positive},
           {rule(everything,
                 "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>"
                 "<NewerNoncurrentVersions>0</NewerNoncurrentVersions>"
                 "</NoncurrentVersionExpiration>"),
            Errc::InvalidArgument,
            "'NewerNoncurrentVersions' for NoncurrentVersionExpiration" + positive},
           {rule(everything,
                 "<AbortIncompleteMultipartUpload><DaysAfterInitiation>0</DaysAfterInitiation>"
                 "</AbortIncompleteMultipartUpload>"),
            Errc::InvalidArgument,
            "'DaysAfterInitiation' for AbortIncompleteMultipartUpload" + positive},
           {rule(everything, transition("<Days>-1</Days>")), Errc::InvalidArgument,
            "'Days' in Transition action must be nonnegative"},
           {rule(everything, transition("<Days>29</Days>", "STANDARD_IA")), Errc::InvalidArgument,
            "'Days' in Transition action must be greater than or equal to 30 for storageClass "
            "'STANDARD_IA'"},
           {rule(everything, "<Expiration><Date>2030-01-01T01:00:00Z</Date></Expiration>"),
            Errc::InvalidArgument, "'Date' must be at midnight GMT"},
           {rule(everything,
                 transition("<Days>5</Days>") + "<Expiration><Days>5</Days></Expiration>"),
            Errc::InvalidArgument,
            "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' "
            "in the Transition action"},
           {rule(everything, expires, std::string(256, 'x')), Errc::InvalidArgument,
            "ID length should not exceed allowed limit of 255"},
           {rule(everything, expires) + rule(everything, expires), Errc::InvalidArgument,
            "Rule ID must be unique. Found same ID for more than one rule"}}) {
    expect_refused(refusal);
  }
}

TEST(LifecycleDocument, ADateElsewhereInTheDayIsNamed) {
  const auto parsed = parse_lifecycle(configuration(
      rule(everything, "<Expiration><Date>2030-01-01T00:00:01Z</Date></Expiration>")));
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().detail("ArgumentName"), "Date");
  EXPECT_EQ(parsed.error().detail("ArgumentValue"), "2030-01-01T00:00:01Z");
}

TEST(LifecycleDocument, WhatDoesNotGoTogetherIsAnInvalidRequest) {
  const std::string aborts =
      "<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation>"
      "</AbortIncompleteMultipartUpload>";
  const std::string markers =
      "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>";
  const std::string old = "<Prefix>a</Prefix>";
  const std::string sized = filter("<ObjectSizeLessThan>5</ObjectSizeLessThan>");
  for (const Refusal& refusal : std::initializer_list<Refusal>{
           {rule(filter("<And>" + tag("k") + tag("k") + "</And>"), expires), Errc::InvalidRequest,
            "Duplicate Tag Keys are not allowed."},
           {rule(everything, ""), Errc::InvalidRequest,
            "At least one action needs to be specified in a rule"},
           {rule(old, expires) + rule(everything, expires, "two"), Errc::InvalidRequest,
            "Filter element can only be used in Lifecycle V2."},
           {rule(everything, expires) + rule(old, expires, "two"), Errc::InvalidRequest,
            "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the "
            "Filter."},
           {rule(old,
                 "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>"
                 "<NewerNoncurrentVersions>1</NewerNoncurrentVersions>"
                 "</NoncurrentVersionExpiration>"),
            Errc::InvalidRequest,
            "NewerNoncurrentVersions element can only be used in Lifecycle V2."},
           {rule(filter(tag("k")), aborts), Errc::InvalidRequest,
            "AbortIncompleteMultipartUpload cannot be specified with Tags."},
           {rule(sized, aborts), Errc::InvalidRequest,
            "AbortIncompleteMultipartUpload cannot be specified with Object Size."},
           {rule(filter(tag("k")), markers), Errc::InvalidRequest,
            "ExpiredObjectDeleteMarker cannot be specified with Tags."},
           {rule(everything, transition("<Days>1</Days>") + transition("<Days>2</Days>")),
            Errc::InvalidRequest,
            "'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter "
            "'(prefix=)'"},
           {rule(filter("<Prefix>p</Prefix>"),
                 transition("<Date>2030-01-01T00:00:00Z</Date>") + expires),
            Errc::InvalidRequest,
            "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle "
            "rule for filter '(prefix=p)'"},
           {rule(filter("<ObjectSizeLessThan>0</ObjectSizeLessThan>"), expires),
            Errc::InvalidRequest, "'ObjectSizeLessThan' should be between 1 and 1099511627776000."},
           {rule(filter("<And><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan>"
                        "<ObjectSizeLessThan>5</ObjectSizeLessThan></And>"),
                 expires),
            Errc::InvalidRequest,
            "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'."}}) {
    expect_refused(refusal);
  }
}

TEST(LifecycleSlot, KeepsRulesMinimumAndTime) {
  Lifecycle lifecycle;
  lifecycle.rules = parse_lifecycle(configuration(rule(everything, expires))).value();
  lifecycle.minimum = TransitionMinimum::varies_by_storage_class;
  lifecycle.acted_until = wire::Time(std::chrono::microseconds(1'360'112'265'000'001));
  const std::string slot = lifecycle_slot(lifecycle);
  const Lifecycle again = read_lifecycle_slot(slot).value();
  EXPECT_EQ(again.minimum, lifecycle.minimum);
  EXPECT_EQ(again.acted_until, lifecycle.acted_until);
  EXPECT_EQ(lifecycle_document(again.rules), lifecycle_document(lifecycle.rules));
  EXPECT_EQ(open_lifecycle_slot(slot).value().document, lifecycle_document(lifecycle.rules));
}

TEST(LifecycleSlot, AnythingElseIsDamage) {
  for (const std::string_view slot :
       {"x", "all_storage_classes_128K\n", "all_storage_classes_128K now\n<a/>", "some 1\n<a/>"}) {
    SCOPED_TRACE(slot);
    const auto opened = open_lifecycle_slot(slot);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), Errc::InternalError);
  }
}

TEST(TransitionMinimumHeader, HasTwoValuesAndADefault) {
  EXPECT_EQ(read_transition_minimum({}).value(), TransitionMinimum::all_storage_classes_128k);
  const std::string header(transition_minimum_header);
  EXPECT_EQ(read_transition_minimum({{header, "varies_by_storage_class"}}).value(),
            TransitionMinimum::varies_by_storage_class);
  const auto refused = read_transition_minimum({{header, "value"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), Errc::InvalidRequest);
  EXPECT_EQ(refused.error().message().value_or(""),
            "Invalid TransitionDefaultMinimumObjectSize found: value");
}

}  // namespace
}  // namespace pail::emulator::documents
