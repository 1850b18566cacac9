#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {
namespace {

using Texts = std::vector<std::string>;

// Texts of one element of every bucket.
Texts of_buckets(const Answer& answer, std::string_view element) {
  const auto document = wire::XmlDocument::parse(answer.body);
  Texts texts;
  if (!document) return texts;
  for (const auto& bucket : document.value().root().child("Buckets").children("Bucket")) {
    if (bucket.child(element)) texts.emplace_back(bucket.child_text(element));
  }
  return texts;
}

class ListBuckets : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const std::string name : {"beta", "alpha", "alpine"}) s3.make_bucket(name);
  }
  Answer list(const std::string& query = {}) { return s3.send({.target = "/" + query}); }
  Harness s3;
};

TEST_F(ListBuckets, ByNameWithDatesAndArns) {
  const Answer answer = list();
  EXPECT_EQ(of_buckets(answer, "Name"), (Texts{"alpha", "alpine", "beta"}));
  EXPECT_EQ(of_buckets(answer, "CreationDate").front(), "2026-03-01T12:00:00.000Z");
  EXPECT_EQ(of_buckets(answer, "BucketArn").front(), "arn:aws:s3:::alpha");
  EXPECT_TRUE(of_buckets(answer, "BucketRegion").empty());
  EXPECT_EQ(answer.elements(), "Owner Buckets");
  EXPECT_EQ(answer.texts("Owner", "ID").at(0).size(), 64U);
  EXPECT_TRUE(answer.texts("Owner", "DisplayName").empty());
}

TEST_F(ListBuckets, ShowsOnesOwnOnly) {
  const Answer answer = s3.send({.target = "/",
                                 .access_key = std::string(other_access_key),
                                 .secret_key = std::string(other_secret_key)});
  EXPECT_TRUE(of_buckets(answer, "Name").empty());
  EXPECT_EQ(answer.elements(), "Owner Buckets");
}

TEST_F(ListBuckets, PagesByToken) {
  Texts seen;
  std::string query = "?max-buckets=1";
  for (int pages = 0; pages < 5; ++pages) {
    const Answer answer = list(query);
    for (const std::string& name : of_buckets(answer, "Name")) seen.push_back(name);
    EXPECT_EQ(of_buckets(answer, "BucketRegion"), Texts{"us-east-1"});
    const std::string token = answer.element("ContinuationToken");
    if (token.empty()) break;
    query = "?max-buckets=1&continuation-token=" + wire::percent_encode(token, false);
  }
  EXPECT_EQ(seen, (Texts{"alpha", "alpine", "beta"}));
}

TEST_F(ListBuckets, FiltersByPrefixAndRegion) {
  const Answer prefixed = list("?prefix=al");
  EXPECT_EQ(of_buckets(prefixed, "Name"), (Texts{"alpha", "alpine"}));
  EXPECT_EQ(prefixed.elements(), "Owner Buckets Prefix");
  EXPECT_EQ(prefixed.element("Prefix"), "al");
  ASSERT_EQ(s3.send({.method = "PUT",
                     .target = "/elsewhere",
                     .body = "<CreateBucketConfiguration><LocationConstraint>EU"
                             "</LocationConstraint></CreateBucketConfiguration>"})
                .status,
            200U);
  EXPECT_EQ(of_buckets(list("?bucket-region=eu-west-1"), "Name"), Texts{"elsewhere"});
  const Answer first = list("?bucket-region=us-east-1&max-buckets=2");
  EXPECT_EQ(of_buckets(first, "Name"), (Texts{"alpha", "alpine"}));
  EXPECT_NE(first.element("ContinuationToken"), "");
  const Answer rest = list("?bucket-region=us-east-1&max-buckets=2&continuation-token=" +
                           wire::percent_encode(first.element("ContinuationToken"), false));
  EXPECT_EQ(of_buckets(rest, "Name"), Texts{"beta"});
  EXPECT_EQ(rest.element("ContinuationToken"), "");
  EXPECT_TRUE(of_buckets(list("?bucket-region=nowhere&max-buckets=1"), "Name").empty());
}

TEST_F(ListBuckets, RefusesBadParameters) {
  for (const std::string bad : {"x", "2147483648", "+1"}) {
    const Answer answer = list("?max-buckets=" + wire::percent_encode(bad, false));
    EXPECT_EQ(answer.message(), "Provided max-buckets not an integer or within integer range");
    EXPECT_EQ(answer.element("ArgumentName"), "max-buckets");
  }
  for (const std::string bad : {"0", "-1", "10001"}) {
    const Answer answer = list("?max-buckets=" + bad);
    EXPECT_EQ(answer.message(), "Argument max-buckets must be an integer between 1 and 10000");
    EXPECT_EQ(answer.element("ArgumentValue"), bad);
  }
  EXPECT_EQ(list("?continuation-token=x").message(),
            "The continuation token provided is incorrect");
}

}  // namespace
}  // namespace pail::emulator::testing
