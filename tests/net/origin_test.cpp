#include "net/origin.hpp"

#include <gtest/gtest.h>

namespace pail::net {
namespace {

struct Case {
  std::string url;
  Origin origin;
  std::string target;
  std::string host;
};

TEST(Url, SplitsIntoOriginAndTarget) {
  const Case cases[] = {
      {"http://s3", {"s3", 80, false}, "/", "s3"},
      {"HTTP://s3:80/", {"s3", 80, false}, "/", "s3"},
      {"https://s3", {"s3", 443, true}, "/", "s3"},
      {"https://s3:80", {"s3", 80, true}, "/", "s3:80"},
      {"http://127.0.0.1:9000/b/k%20?a=b&c",
       {"127.0.0.1", 9000, false},
       "/b/k%20?a=b&c",
       "127.0.0.1:9000"},
      {"http://[::1]:9000/x", {"::1", 9000, false}, "/x", "[::1]:9000"},
      {"http://[::1]", {"::1", 80, false}, "/", "[::1]"},
      {"http://s3?query", {"s3", 80, false}, "/?query", "s3"},
      {"http://s3/k#fragment", {"s3", 80, false}, "/k", "s3"},
      {"http://s3:/k", {"s3", 80, false}, "/k", "s3"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.url);
    const auto url = parse_url(c.url);
    ASSERT_TRUE(url);
    EXPECT_EQ(url.value().origin, c.origin);
    EXPECT_EQ(url.value().target, c.target);
    EXPECT_EQ(host_field(url.value().origin), c.host);
  }
}

TEST(Url, RefusesWhatItCannotReach) {
  for (const std::string url :
       {"", "s3", "ftp://s3", "http://", "http:///k", "http://user@s3", "http://s3:x",
        "http://s3:0", "http://s3:65536", "http://s3:-1", "http://[::1", "http://[::1]x",
        "http://[[0]", "http://s 3", "http://s%33", "http://:80", "//s3"}) {
    SCOPED_TRACE(url);
    const auto parsed = parse_url(url);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code(), wire::Errc::InvalidURI);
  }
}

}  // namespace
}  // namespace pail::net
