#include "client/advice.hpp"

#include <gtest/gtest.h>

namespace pail::client {
namespace {

using wire::Errc;
using wire::Error;

TEST(Advice, UsesWhatTheServerSaid) {
  EXPECT_EQ(advice(Error(Errc::RequestTimeTooSkewed).with("ServerTime", "2013-02-06T01:30:00Z")),
            "Set this machine's clock: the server says it is 2013-02-06T01:30:00Z.");
  EXPECT_EQ(advice(Error(Errc::AuthorizationHeaderMalformed).with("Region", "eu-west-1")),
            "Use the region eu-west-1.");
}

TEST(Advice, IsSilentWhenThereIsNothingToAdd) {
  EXPECT_EQ(advice(Errc::InternalError), "");
  EXPECT_EQ(advice(Errc::AuthorizationHeaderMalformed), "");
  EXPECT_EQ(advice(Error(Errc::NetworkFailure).with("Phase", "body")), "");
  EXPECT_NE(advice(Error(Errc::NetworkFailure).with("Phase", "connect")), "");
}

}  // namespace
}  // namespace pail::client
