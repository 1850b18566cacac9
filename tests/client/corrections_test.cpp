// What a refusal says about the next attempt: time, place, keys. Without a server.
#include <gtest/gtest.h>

#include "client/corrections.hpp"
#include "wire/date.hpp"

namespace pail::client {
namespace {

using wire::Errc;
using wire::Error;

const wire::Time now = *wire::parse_iso_basic("20130206T005745Z");

net::ResponseHead head_of(unsigned status, wire::Headers headers = {}) {
  return {status, {}, std::move(headers)};
}

std::optional<wire::Time> time_of(const Error& error, const net::ResponseHead& head,
                                  bool to_head = false) {
  return server_time_of({error, head, to_head}, now);
}

TEST(ServersTime, IsSaidInTheDocument) {
  const Error error = Error(Errc::RequestTimeTooSkewed).with("ServerTime", "2013-02-06T03:00:00Z");
  EXPECT_EQ(time_of(error, head_of(403)), *wire::parse_iso_basic("20130206T030000Z"));
}

TEST(ServersTime, IsTheDateOfTheAnswerOtherwise) {
  const auto head = head_of(403, {{"Date", "Wed, 06 Feb 2013 00:58:00 GMT"}});
  const auto date = *wire::parse_iso_basic("20130206T005800Z");
  EXPECT_EQ(time_of(Errc::RequestTimeTooSkewed, head), date);
  EXPECT_EQ(time_of(Error(Errc::UnknownError, "").with("Code", "RequestExpired"), head), date);
  EXPECT_EQ(time_of(Error(Errc::SignatureDoesNotMatch,
                          "Signature expired: 20130206T000000Z is now earlier than ..."),
                    head),
            date);
  EXPECT_EQ(
      time_of(Error(Errc::SignatureDoesNotMatch, "Signature not yet current: 2013 ..."), head),
      date);
}

TEST(ServersTime, MattersNotForOtherRefusals) {
  const auto head = head_of(403, {{"Date", "Wed, 06 Feb 2013 12:00:00 GMT"}});
  EXPECT_EQ(time_of(Errc::SignatureDoesNotMatch, head), std::nullopt);
  EXPECT_EQ(time_of(Errc::AccessDenied, head), std::nullopt);
}

TEST(ServersTime, ARefusalOfAHeadSaysNothingSoOnlyAClockThatIsFarOffCounts) {
  const auto near = head_of(403, {{"Date", "Wed, 06 Feb 2013 01:02:44 GMT"}});
  const auto far = head_of(403, {{"Date", "Wed, 06 Feb 2013 01:02:45 GMT"}});
  EXPECT_EQ(time_of(Errc::AccessDenied, near, true), std::nullopt);
  EXPECT_TRUE(time_of(Errc::AccessDenied, far, true));
  EXPECT_EQ(time_of(Errc::AccessDenied, head_of(403), true), std::nullopt);
}

struct Way {
  std::string_view endpoint, region, bucket;
};

class Places : public ::testing::Test {
 protected:
  static net::Origin origin(std::string_view url) {
    return net::parse_url(url).assume_value().origin;
  }
  std::optional<Better> better(const Error& error, const net::ResponseHead& head) {
    const net::Origin endpoint = origin(at);
    const Place place{endpoint, "us-east-1"};
    return better_place_of({error, head}, {place, endpoint, "photos", region_counts});
  }
  std::string where(const Error& error, const net::ResponseHead& head) {
    const auto found = better(error, head);
    if (!found) return "nowhere";
    return net::to_string(found->place.origin) + " " + found->place.region;
  }

  std::string_view at = "https://s3.us-east-1.amazonaws.com";
  bool region_counts = true;
};

TEST_F(Places, ThePermanentOneIsInTheDocument) {
  const Error error =
      Error(Errc::PermanentRedirect).with("Endpoint", "photos.s3.eu-west-1.amazonaws.com");
  const auto head = head_of(301, {{"x-amz-bucket-region", "eu-west-1"}});
  EXPECT_EQ(where(error, head), "https://s3.eu-west-1.amazonaws.com eu-west-1");
  EXPECT_TRUE(better(error, head)->for_good);
}

TEST_F(Places, TheTemporaryOneIsInTheHead) {
  at = "http://localhost:9000";
  const auto head =
      head_of(307, {{"Location", "http://photos.localhost:9001/cat.jpg?versionId=1"}});
  EXPECT_EQ(where(Errc::TemporaryRedirect, head), "http://localhost:9001 us-east-1");
  EXPECT_FALSE(better(Errc::TemporaryRedirect, head)->for_good);
}

TEST_F(Places, ATemporaryOneMayLeadToWhereWeAre) {
  at = "http://localhost:9000";
  const auto head = head_of(307, {{"Location", "http://localhost:9000/photos/cat.jpg"}});
  EXPECT_TRUE(better(Errc::TemporaryRedirect, head));
  EXPECT_FALSE(better(Errc::TemporaryRedirect, head_of(307)));
  EXPECT_FALSE(better(Errc::PermanentRedirect, head_of(301))) << "or we would go in a circle";
}

TEST_F(Places, ARegionIsEnoughOfAWayAtAws) {
  const auto head = head_of(400, {{"x-amz-bucket-region", "eu-west-1"}});
  const auto expected = "https://s3.eu-west-1.amazonaws.com eu-west-1";
  EXPECT_EQ(where(Errc::UnknownError, head), expected) << "HEAD has no document";
  EXPECT_EQ(
      where(Error(Errc::AuthorizationHeaderMalformed).with("Region", "eu-west-1"), head_of(400)),
      expected);
}

TEST_F(Places, ARegionIsSignedForElsewhere) {
  at = "http://127.0.0.1:9000";
  const Error error = Error(Errc::AuthorizationHeaderMalformed).with("Region", "eu-west-1");
  EXPECT_EQ(where(error, head_of(400)), "http://127.0.0.1:9000 eu-west-1");
  region_counts = false;
  EXPECT_EQ(where(error, head_of(400)), "nowhere") << "Version 2 would send the same again";
}

TEST_F(Places, TheRegionWeAreInIsNoNews) {
  const auto head = head_of(403, {{"x-amz-bucket-region", "us-east-1"}});
  EXPECT_EQ(where(Errc::AccessDenied, head), "nowhere");
}

TEST_F(Places, StrangersGetNoSignature) {
  const auto to = [](std::string_view location) { return head_of(307, {{"Location", location}}); };
  EXPECT_EQ(where(Errc::TemporaryRedirect, to("https://evil.example.com/")), "nowhere");
  EXPECT_EQ(where(Errc::TemporaryRedirect, to("https://s3.us-east-1.amazonaws.com.evil.org/")),
            "nowhere");
  EXPECT_EQ(where(Errc::TemporaryRedirect, to("http://s3.us-east-1.amazonaws.com/")), "nowhere")
      << "not from TLS to plain HTTP";
  at = "https://s3.example.com";
  EXPECT_EQ(where(Errc::TemporaryRedirect, to("https://eu.s3.example.com/")),
            "https://eu.s3.example.com us-east-1");
  EXPECT_EQ(where(Errc::TemporaryRedirect, to("https://notes3.example.com/")), "nowhere");
  EXPECT_EQ(where(Errc::TemporaryRedirect, to("https://s3.amazonaws.com/")), "nowhere");
}

TEST(NewKeys, AreWantedWhenATokenEnded) {
  const auto wants = [](const Error& error, bool to_head, bool has_token) {
    return wants_new_keys({error, head_of(400), to_head}, has_token);
  };
  EXPECT_TRUE(wants(Errc::ExpiredToken, false, true));
  EXPECT_TRUE(wants(Errc::InvalidToken, false, true));
  EXPECT_TRUE(wants(Errc::ExpiredTokenException, false, false));
  EXPECT_FALSE(wants(Errc::InvalidArgument, false, true));
  EXPECT_TRUE(wants(Errc::UnknownError, true, true)) << "a HEAD does not say why";
  EXPECT_FALSE(wants(Errc::UnknownError, true, false));
}

}  // namespace
}  // namespace pail::client
