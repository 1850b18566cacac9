#include "client/request.hpp"

#include <gtest/gtest.h>

namespace pail::client {
namespace {

const net::Origin local{"localhost", 9000, false};
const net::Origin numeric{"127.0.0.1", 9000, false};
const net::Origin aws{"s3.eu-west-1.amazonaws.com", 443, true};

Request object(std::string bucket, std::string key) {
  Request request;
  request.method = "GET";
  request.level = Level::object;
  request.bucket = std::move(bucket);
  request.key = std::move(key);
  return request;
}

Request bucket(std::string name) {
  Request request = object(std::move(name), "");
  request.level = Level::bucket;
  return request;
}

struct PlaceCase {
  const char* why;
  net::Origin endpoint;
  Addressing addressing;
  bool is_bucket;
  const char* bucket;
  const char* key;
  const char* host;
  const char* path;
  const char* host_bucket;
};

TEST(Request, BucketAndKeyFindTheirPlace) {
  const auto automatic = Addressing::automatic;
  const auto path = Addressing::path;
  const auto in_host = Addressing::virtual_host;
  const PlaceCase cases[] = {
      {"path style", local, path, false, "b", "k", "localhost:9000", "/b/k", ""},
      {"virtual host", local, in_host, false, "b", "k", "b.localhost:9000", "/k", "b"},
      {"a bucket by path has no slash behind it", local, path, true, "b", "", "localhost:9000",
       "/b", ""},
      {"a bucket by host is the root", local, in_host, true, "b", "", "b.localhost:9000", "/", "b"},
      {"path style by itself here", local, automatic, false, "b", "k", "localhost:9000", "/b/k",
       ""},
      {"virtual host by itself on AWS", aws, automatic, false, "b", "k",
       "b.s3.eu-west-1.amazonaws.com", "/k", "b"},
      {"no certificate covers a dot", aws, automatic, false, "b.c", "k",
       "s3.eu-west-1.amazonaws.com", "/b.c/k", ""},
      {"what cannot stand in a host name", aws, automatic, false, "B_c", "k",
       "s3.eu-west-1.amazonaws.com", "/B_c/k", ""},
      {"slashes of a key stay", local, path, false, "b", "/a//b/", "localhost:9000", "/b//a//b/",
       ""},
      {"dots of a key stay", local, in_host, false, "b", "../.", "b.localhost:9000", "/../.", "b"},
      {"what is not plain is encoded", local, path, false, "b", "a+b c&d=\xC3\xA4?%",
       "localhost:9000", "/b/a%2Bb%20c%26d%3D%C3%A4%3F%25", ""},
      {"a slash in a bucket's name is part of it", local, path, false, "b/c", "k", "localhost:9000",
       "/b%2Fc/k", ""},
  };
  for (const PlaceCase& c : cases) {
    SCOPED_TRACE(c.why);
    const auto draft =
        address(c.endpoint, c.addressing, c.is_bucket ? bucket(c.bucket) : object(c.bucket, c.key));
    ASSERT_TRUE(draft) << wire::describe(draft.error());
    EXPECT_EQ(draft.value().header("host"), c.host);
    EXPECT_EQ(draft.value().path, c.path);
    EXPECT_EQ(draft.value().host_bucket, c.host_bucket);
  }
}

TEST(Request, TheServiceItselfIsTheRoot) {
  Request request;
  request.method = "GET";
  const auto draft = address(local, Addressing::virtual_host, std::move(request));
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft.value().path, "/");
  EXPECT_EQ(draft.value().header("Host"), "localhost:9000");
}

TEST(Request, TheConnectionGoesToTheHostThatIsNamed) {
  const auto draft = address(local, Addressing::virtual_host, object("b", "k"));
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft.value().origin, (net::Origin{"b.localhost", 9000, false}));
}

TEST(Request, AnEmptyNameIsNeverSent) {
  // DELETE of an empty key would delete the bucket, PUT would create one.
  const auto no_key = address(local, Addressing::path, object("b", ""));
  ASSERT_FALSE(no_key);
  EXPECT_EQ(no_key.error().code(), wire::Errc::InvalidArgument);
  for (const bool is_bucket : {true, false}) {
    const auto no_bucket =
        address(local, Addressing::path, is_bucket ? bucket("") : object("", "k"));
    ASSERT_FALSE(no_bucket);
    EXPECT_EQ(no_bucket.error().code(), wire::Errc::InvalidBucketName);
  }
}

TEST(Request, AVirtualHostThatCannotBeIsRefused) {
  const net::Origin six{"::1", 9000, false};
  for (const net::Origin& endpoint : {numeric, six}) {
    const auto draft = address(endpoint, Addressing::virtual_host, object("b", "k"));
    ASSERT_FALSE(draft);
    EXPECT_NE(wire::describe(draft.error()).find("use localhost"), std::string::npos);
  }
  for (const char* name : {"a/b", "a b", "A", "a:1", "a@b"}) {
    const auto draft = address(local, Addressing::virtual_host, object(name, "k"));
    ASSERT_FALSE(draft) << name;
    EXPECT_EQ(draft.error().code(), wire::Errc::InvalidBucketName);
  }
}

TEST(Request, AHeaderCannotSmuggleAnother) {
  for (const auto& [name, value] :
       std::vector<wire::NamedText>{{"x-amz-meta-a", "1\r\nx-amz-acl: public-read"},
                                    {"a\nb", "1"},
                                    {"", "1"},
                                    {"x-amz-meta-a", std::string("a\0b", 3)}}) {
    Request request = object("b", "k");
    request.headers.push_back({name, value});
    const auto draft = address(local, Addressing::path, std::move(request));
    ASSERT_FALSE(draft) << name;
    EXPECT_EQ(draft.error().code(), wire::Errc::InvalidArgument);
  }
}

TEST(Request, BecomesAMessageAndAUrl) {
  Request request = object("b", "a b");
  request.query.add("versionId", "x/y");
  request.query.add("acl");
  request.headers.push_back({"Range", "bytes=0-1"});
  const auto draft = address(local, Addressing::path, std::move(request));
  ASSERT_TRUE(draft);
  const net::HttpRequest http = to_http(draft.value());
  EXPECT_EQ(http.method, "GET");
  EXPECT_EQ(http.target, "/b/a%20b?versionId=x%2Fy&acl");
  EXPECT_EQ(http.fields.text(), "Host: localhost:9000\r\nRange: bytes=0-1\r\n");
  EXPECT_EQ(to_url(draft.value()), "http://localhost:9000/b/a%20b?versionId=x%2Fy&acl");
}

}  // namespace
}  // namespace pail::client
