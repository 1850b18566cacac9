#include <gtest/gtest.h>

#include "emulator/documents/continuation_token.hpp"
#include "tests/emulator/support/harness.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {
namespace {

using Texts = std::vector<std::string>;

class ListObjectsV2 : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  Answer list(const std::string& query) {
    return s3.send({.target = "/bucket?list-type=2" + query});
  }
  Harness s3;
};

TEST_F(ListObjectsV2, PagesByTokenShowEverythingOnce) {
  for (const std::string key : {"a", "b/1", "b/2", "c", "d/1", "e"}) s3.put("bucket/" + key, "");
  for (const std::string delimiter : {"", "&delimiter=/"}) {
    Texts seen;
    std::string token;
    for (int pages = 0; pages < 10; ++pages) {
      const Answer page =
          list("&max-keys=1" + delimiter +
               (token.empty() ? "" : "&continuation-token=" + wire::percent_encode(token, false)));
      for (const std::string& key : page.texts("Contents", "Key")) seen.push_back(key);
      for (const std::string& p : page.texts("CommonPrefixes", "Prefix")) seen.push_back(p);
      EXPECT_EQ(page.element("ContinuationToken"), token);
      token = page.element("NextContinuationToken");
      EXPECT_EQ(page.element("IsTruncated"), token.empty() ? "false" : "true");
      if (token.empty()) break;
    }
    EXPECT_EQ(seen, delimiter.empty() ? (Texts{"a", "b/1", "b/2", "c", "d/1", "e"})
                                      : (Texts{"a", "b/", "c", "d/", "e"}));
  }
}

TEST_F(ListObjectsV2, ATokenWinsOverStartAfterAndBothAreEchoed) {
  s3.put("bucket/a", "");
  s3.put("bucket/b", "");
  s3.put("bucket/c", "");
  const std::string token = documents::make_token("a");
  const Answer answer =
      list("&start-after=b&continuation-token=" + wire::percent_encode(token, false));
  EXPECT_EQ(answer.texts("Contents", "Key"), (Texts{"b", "c"}));
  EXPECT_EQ(answer.element("StartAfter"), "b");
  EXPECT_EQ(answer.element("ContinuationToken"), token);
  EXPECT_EQ(list("&start-after=b").texts("Contents", "Key"), Texts{"c"});
}

TEST_F(ListObjectsV2, TokensThatAreNotOursAreRefused) {
  for (const std::string bad : {"", "x", "AQ==", "YQ==", "Ag%3D%3D", "%21"}) {
    const Answer answer = list("&continuation-token=" + bad);
    EXPECT_EQ(answer.code(), "InvalidArgument") << bad;
    EXPECT_EQ(answer.message(), "The continuation token provided is incorrect");
    EXPECT_EQ(answer.elements(), "Code Message ArgumentName RequestId HostId");
    EXPECT_EQ(answer.element("ArgumentName"), "continuation-token");
  }
}

TEST(ContinuationToken, ReadsWhatItMade) {
  for (const std::string name : {"a", "\xff\x01", "a b/c"}) {
    EXPECT_EQ(documents::read_token(documents::make_token(name)).value(), name);
  }
  EXPECT_FALSE(documents::read_token(documents::make_token("")));
}

}  // namespace
}  // namespace pail::emulator::testing
