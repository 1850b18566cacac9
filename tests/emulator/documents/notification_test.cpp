#include "emulator/documents/notification.hpp"

#include <gtest/gtest.h>

#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;

constexpr std::string_view queue_arn = "arn:aws:sqs:us-east-1:123456789012:q";

std::string configuration(std::string_view inside) {
  return "<NotificationConfiguration>" + std::string(inside) + "</NotificationConfiguration>";
}

std::string filter(std::string_view name, std::string_view value) {
  std::string text = "<FilterRule><Name>";
  return text.append(name).append("</Name><Value>").append(value).append("</Value></FilterRule>");
}

// A queue's rule: events and filters as they are given.
std::string queue(std::string_view id, std::string_view events, std::string_view filters = "") {
  std::string text = "<QueueConfiguration><Id>";
  text.append(id).append("</Id><Queue>").append(queue_arn).append("</Queue>").append(events);
  if (!filters.empty()) {
    text.append("<Filter><S3Key>").append(filters).append("</S3Key></Filter>");
  }
  return text.append("</QueueConfiguration>");
}

constexpr std::string_view puts = "<Event>s3:ObjectCreated:Put</Event>";
constexpr std::string_view created = "<Event>s3:ObjectCreated:*</Event>";

TEST(Notification, AllKindsAreReadAndWritten) {
  const std::string sent = configuration(
      "<TopicConfiguration><Id>t</Id><Topic>arn:aws:sns:us-east-1:123456789012:t</Topic>"
      "<Event>s3:ObjectRemoved:*</Event></TopicConfiguration>" +
      queue("q", created, filter("prefix", "in/") + filter("SUFFIX", ".jpg")) +
      "<CloudFunctionConfiguration>"
      "<CloudFunction>arn:aws:lambda:us-east-1:123456789012:function:f</CloudFunction>"
      "<Event>s3:ObjectTagging:Put</Event><Event>s3:ObjectAcl:Put</Event>"
      "</CloudFunctionConfiguration><EventBridgeConfiguration/>");
  const auto read = parse_notification(sent);
  ASSERT_TRUE(read) << wire::describe(read.error());
  const auto& rules = read.value().rules;
  ASSERT_EQ(rules.size(), 3U);
  EXPECT_TRUE(read.value().event_bridge);
  EXPECT_EQ(rules[0].target, Target::topic);
  EXPECT_EQ(rules[1].target, Target::queue);
  EXPECT_EQ(rules[1].prefix, "in/");
  EXPECT_EQ(rules[1].suffix, ".jpg");
  EXPECT_EQ(rules[2].target, Target::function);
  EXPECT_EQ(rules[2].events.size(), 2U);
  EXPECT_FALSE(rules[2].id.empty()) << "one that was not sent is made";
  const std::string shown = notification_document(read.value());
  EXPECT_NE(shown.find("<Filter><S3Key><FilterRule><Name>Prefix</Name><Value>in/</Value>"
                       "</FilterRule><FilterRule><Name>Suffix</Name><Value>.jpg</Value>"
                       "</FilterRule></S3Key></Filter>"),
            std::string::npos)
      << shown;
  EXPECT_NE(shown.find("<EventBridgeConfiguration/>"), std::string::npos) << shown;
  const auto again = parse_notification(shown);
  ASSERT_TRUE(again) << wire::describe(again.error());
  EXPECT_EQ(notification_document(again.value()), shown);
}

TEST(Notification, NothingInItTellsNobody) {
  const auto read = parse_notification(configuration(""));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read.value().empty());
}

TEST(Notification, AnIdThatIsMadeFollowsFromTheRule) {
  const std::string document = configuration(queue("", puts, filter("Prefix", "a")) +
                                             queue("", puts, filter("Prefix", "b")));
  const auto first = parse_notification(document);
  const auto second = parse_notification(document);
  ASSERT_TRUE(first && second);
  EXPECT_NE(first.value().rules[0].id, first.value().rules[1].id);
  EXPECT_EQ(first.value().rules[0].id, second.value().rules[0].id);
}

struct Refusal {
  std::string document;
  Errc code;
  std::string message;
  std::string name;   // ArgumentName
  std::string value;  // ArgumentValue
};

void expect_refused(const Refusal& c) {
  SCOPED_TRACE(c.document.substr(0, 300));
  const auto read = parse_notification(c.document);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), c.code);
  if (c.message.empty()) return;
  EXPECT_EQ(read.error().message(), c.message);
  EXPECT_EQ(read.error().detail("ArgumentName"), c.name);
  EXPECT_EQ(read.error().detail("ArgumentValue"), c.value);
}

TEST(Notification, WhatIsNoConfigurationIsMalformed) {
  expect_refused({"", Errc::MissingRequestBodyError, "", "", ""});
  const std::string_view bad[] = {
      "<QueueConfiguration/>",
      "<QueueConfiguration><Event>s3:ObjectCreated:*</Event></QueueConfiguration>",
      "<QueueConfiguration><Queue>arn:aws:sqs:us-east-1:1:q</Queue></QueueConfiguration>",
      "<QueueConfiguration><Topic>arn:aws:sns:us-east-1:1:q</Topic></QueueConfiguration>",
      "<LambdaConfiguration/>"};
  for (const std::string_view inside : bad) {
    expect_refused({configuration(inside), Errc::MalformedXML, "", "", ""});
  }
  expect_refused({"<Notifications/>", Errc::MalformedXML, "", "", ""});
  expect_refused({configuration(queue("a", puts, "<FilterRule><Name>prefix</Name></FilterRule>")),
                  Errc::MalformedXML, "", "", ""});
  expect_refused({configuration(queue("a", puts, "<Rule/>")), Errc::MalformedXML, "", "", ""});
}

TEST(Notification, RulesAreRefusedInS3sWords) {
  const std::string unsupported = "The event is not supported for notifications";
  for (const std::string event : {"s3:ObjectCreated", "ObjectCreated:Put", "s3:ObjectAcl:*", ""}) {
    expect_refused({configuration(queue("a", "<Event>" + event + "</Event>")),
                    Errc::InvalidArgument, unsupported, "Event", event});
  }
  expect_refused({configuration(queue("a", puts, filter("infix", "x"))), Errc::InvalidArgument,
                  "filter rule name must be either prefix or suffix", "FilterRule.Name", "infix"});
  expect_refused({configuration(queue("a", puts, filter("prefix", "x") + filter("Prefix", "y"))),
                  Errc::InvalidArgument, "Cannot specify more than one prefix rule in a filter.",
                  "FilterRule.Name", "Prefix"});
  expect_refused({configuration(queue("a", puts, filter("suffix", "x") + filter("suffix", "x"))),
                  Errc::InvalidArgument, "Cannot specify more than one suffix rule in a filter.",
                  "FilterRule.Name", "Suffix"});
  const std::string long_value(1025, 'v');
  expect_refused({configuration(queue("a", puts, filter("suffix", long_value))),
                  Errc::InvalidArgument,
                  "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
                  "FilterRule.Value", long_value});
  expect_refused({configuration(queue("same", puts, filter("prefix", "a")) +
                                queue("same", puts, filter("prefix", "b"))),
                  Errc::InvalidArgument,
                  "Same ID used for multiple configurations. IDs must be unique.", "Id", "same"});
}

TEST(Notification, AnArnIsOfTheServiceThatIsMeant) {
  const std::string_view arns[] = {"q", "arn:aws:sqs:us-east-1:123456789012",
                                   "arn:aws:sqs:r:1:", "arn:aws:sns:us-east-1:123456789012:q",
                                   "urn:aws:sqs:r:1:q"};
  for (const std::string_view arn : arns) {
    std::string inside = "<QueueConfiguration><Queue>";
    inside.append(arn).append("</Queue>").append(puts).append("</QueueConfiguration>");
    expect_refused({configuration(inside), Errc::InvalidArgument, "The ARN could not be parsed",
                    "Queue", std::string(arn)});
  }
}

TEST(Notification, RulesOfOneEventMayNotMeetInAKey) {
  const std::string plain =
      "Configurations overlap. Configurations on the same bucket cannot share a common event type.";
  const std::string filtered =
      "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the "
      "prefixes are overlapping for the same event type.";
  expect_refused({configuration(queue("a", created) + queue("b", puts)), Errc::InvalidArgument,
                  plain, "Event", "s3:ObjectCreated:*, s3:ObjectCreated:Put"});
  const std::pair<std::string, std::string> overlapping[] = {
      {"", filter("prefix", "a")},
      {filter("prefix", "a"), filter("prefix", "ab")},
      {filter("prefix", "a"), filter("suffix", ".jpg")},
      {filter("suffix", ".jpg"), filter("suffix", "g")},
      {filter("prefix", "a") + filter("suffix", "x"),
       filter("prefix", "ab") + filter("suffix", "yx")}};
  for (const auto& [a, b] : overlapping) {
    expect_refused({configuration(queue("a", puts, a) + queue("b", puts, b)), Errc::InvalidArgument,
                    filtered, "Event", "s3:ObjectCreated:Put, s3:ObjectCreated:Put"});
  }
  const std::pair<std::string, std::string> apart[] = {
      {filter("prefix", "a"), filter("prefix", "b")},
      {filter("suffix", ".jpg"), filter("suffix", ".png")},
      {filter("prefix", "a") + filter("suffix", "x"),
       filter("prefix", "a") + filter("suffix", "y")}};
  for (const auto& [a, b] : apart) {
    EXPECT_TRUE(parse_notification(configuration(queue("a", puts, a) + queue("b", puts, b))))
        << a << b;
  }
  EXPECT_TRUE(parse_notification(
      configuration(queue("a", created) + queue("b", "<Event>s3:ObjectRemoved:*</Event>"))));
}

TEST(Notification, AHundredRulesAreEnough) {
  std::string rules;
  for (int i = 0; i < 100; ++i) {
    rules += queue(std::to_string(i), puts, filter("prefix", std::to_string(1000 + i)));
  }
  EXPECT_TRUE(parse_notification(configuration(rules)));
  rules += queue("more", puts, filter("prefix", "more"));
  const auto read = parse_notification(configuration(rules));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), Errc::InvalidArgument);
}

TEST(Notification, AnEventMeetsTheRuleThatAsksForItAndItsKey) {
  const auto read = parse_notification(
      configuration(queue("a", created, filter("prefix", "in/") + filter("suffix", ".jpg"))));
  ASSERT_TRUE(read);
  const NotificationRule& rule = read.value().rules.front();
  EXPECT_TRUE(wants(rule, "s3:ObjectCreated:Put", "in/a.jpg"));
  EXPECT_TRUE(wants(rule, "s3:ObjectCreated:CompleteMultipartUpload", "in/.jpg"));
  EXPECT_FALSE(wants(rule, "s3:ObjectRemoved:Delete", "in/a.jpg"));
  EXPECT_FALSE(wants(rule, "s3:ObjectCreated:Put", "out/a.jpg"));
  EXPECT_FALSE(wants(rule, "s3:ObjectCreated:Put", "in/a.png"));
  EXPECT_FALSE(wants(rule, "s3:ObjectCreated:Put", "in/a.JPG"));
  const NotificationRule any{
      .target = Target::queue, .id = "", .arn = "", .events = {"s3:LifecycleTransition"}};
  EXPECT_TRUE(wants(any, "s3:LifecycleTransition", ""));
  EXPECT_FALSE(wants(any, "s3:LifecycleExpiration:Delete", ""));
}

TEST(Notification, TheRegionOfAnArnIsItsFourthPart) {
  EXPECT_EQ(region_of_arn(queue_arn), "us-east-1");
  EXPECT_EQ(region_of_arn("arn:aws:sqs"), "");
}

}  // namespace
}  // namespace pail::emulator::documents
