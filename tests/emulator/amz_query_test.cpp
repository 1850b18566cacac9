#include "emulator/amz_query.hpp"

#include <gtest/gtest.h>

namespace pail::emulator {
namespace {

TEST(AmzQuery, ParametersActAsHeadersBehindTheHeaders) {
  const wire::Headers headers = {{"Host", "h"}, {"x-amz-acl", "private"}};
  const wire::Query query =
      wire::Query::parse("x-amz-acl=public-read&X-Amz-Meta-A=b%20c&prefix=p&X-Amz-Signature=s")
          .value();
  const wire::Headers all = with_amz_query(headers, query);
  EXPECT_EQ(all.size(), 4U);
  EXPECT_EQ(all.get("x-amz-acl"), "private") << "what is sent as a header counts first";
  EXPECT_EQ(all.get("x-amz-meta-a"), "b c");
}

TEST(AmzQuery, WhatCarriesTheSignatureDoesNot) {
  for (const std::string_view name :
       {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
        "X-Amz-Signature", "X-Amz-Security-Token", "x-amz-security-token", "acl", "x-amzn-x"}) {
    EXPECT_FALSE(acts_as_header(name)) << name;
  }
  EXPECT_TRUE(acts_as_header("x-amz-checksum-mode"));
}

}  // namespace
}  // namespace pail::emulator
