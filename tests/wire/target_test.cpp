#include "wire/target.hpp"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>

namespace pail::wire {
namespace {

struct Split {
  const char* raw;
  const char* path;
  const char* query;
};

void expect_split(std::initializer_list<Split> cases) {
  for (const Split& c : cases) {
    SCOPED_TRACE(c.raw);
    const auto target = split_target(c.raw);
    ASSERT_TRUE(target);
    EXPECT_EQ(target.assume_value().path, c.path);
    EXPECT_EQ(target.assume_value().query, c.query);
  }
}

TEST(SplitTarget, keeps_the_bytes_of_path_and_query_as_sent) {
  expect_split({
      {"/", "/", ""},
      {"/b/k", "/b/k", ""},
      {"/b/k?", "/b/k", ""},
      {"/b?acl", "/b", "acl"},
      {"/?a=1&b=%2f?c", "/", "a=1&b=%2f?c"},
      {"/b//a/../x/%2E%2e/", "/b//a/../x/%2E%2e/", ""},
      {"//b", "//b", ""},
      {"/b/\xc3\xa9#f", "/b/\xc3\xa9#f", ""},
      {"*", "*", ""},
  });
}

TEST(SplitTarget, takes_the_path_of_an_absolute_form) {
  expect_split({
      {"http://localhost:9000/b/k?x", "/b/k", "x"},
      {"HTTPS://h/", "/", ""},
      {"http://h", "/", ""},
      {"http://h?x=/y", "/", "x=/y"},
      {"http://h//b", "//b", ""},
  });
}

TEST(SplitTarget, refuses_what_is_no_target) {
  for (const char* raw : {"", "b/k", "?acl", "ftp://h/", "**", "/a b", "/a\tb", "/a\x7f",
                          "/a\r\nX: y", "http:/h", "/?a= b"}) {
    const auto target = split_target(raw);
    ASSERT_FALSE(target) << raw;
    EXPECT_EQ(target.assume_error().code(), Errc::InvalidURI);
  }
}

const std::array<std::string, 3> own_names = {"localhost", "s3.localhost",
                                              "s3.eu-west-1.pail.test"};

struct Found {
  const char* host;
  const char* path;
  const char* bucket;
  const char* key;
  const char* host_bucket;
};

void expect_found(const Found& c) {
  SCOPED_TRACE(std::string(c.host) + " " + c.path);
  const auto found = find_address(c.host, c.path, own_names);
  ASSERT_TRUE(found);
  const Address& address = found.assume_value();
  EXPECT_EQ(address.bucket, c.bucket);
  EXPECT_EQ(address.key, c.key);
  EXPECT_EQ(address.host_bucket, c.host_bucket);
  EXPECT_EQ(address.virtual_host, *c.host_bucket != '\0');
}

TEST(FindAddress, reads_path_style_at_own_names_addresses_and_unknown_hosts) {
  for (const char* host : {"localhost", "localhost:9000", "LOCALHOST", "s3.localhost",
                           "127.0.0.1:9000", "[::1]:9000", "[::1]", "10.1.2.3", "example.org", "",
                           ".localhost", "notlocalhost", "S3.EU-West-1.pail.test:80"}) {
    expect_found({host, "/b/k", "b", "k", ""});
  }
}

TEST(FindAddress, takes_what_stands_before_the_longest_own_name_as_bucket) {
  expect_found({"photos.s3.localhost:9000", "/k", "photos", "k", "photos"});
  expect_found({"photos.localhost", "/k", "photos", "k", "photos"});
  expect_found({"a.b.s3.localhost", "/k", "a.b", "k", "a.b"});
  expect_found({"Photos.S3.LocalHost:80", "/k", "photos", "k", "photos"});
  expect_found({"b.s3.eu-west-1.pail.test", "/", "b", "", "b"});
  expect_found({"x.s3.us-east-1.localhost", "/", "x.s3.us-east-1", "", "x.s3.us-east-1"});
}

TEST(FindAddress, counts_localhost_among_own_names_always) {
  const auto found = find_address("photos.localhost", "/k", {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found.assume_value().bucket, "photos");
}

TEST(FindAddress, names_a_host_that_may_be_a_bucket_of_its_own) {
  const auto strange = [](std::string_view host) {
    return find_address(host, "/k", own_names).value().strange_host;
  };
  EXPECT_EQ(strange("Files.Example.net:9000"), "files.example.net");
  for (const char* ours : {"s3.localhost", "b.s3.eu-west-1.pail.test:80", "localhost:9000",
                           "127.0.0.1", "b.localhost", "[::1]:9000"}) {
    EXPECT_EQ(strange(ours), "") << ours;
  }
}

TEST(FindAddress, splits_a_path_at_one_slash_and_keeps_the_others) {
  expect_found({"localhost", "/", "", "", ""});
  expect_found({"localhost", "/b", "b", "", ""});
  expect_found({"localhost", "/b/", "b", "", ""});
  expect_found({"localhost", "/b//x", "b", "/x", ""});
  expect_found({"localhost", "/b/x//y/", "b", "x//y/", ""});
  expect_found({"localhost", "//x", "", "x", ""});
  expect_found({"b.localhost", "/", "b", "", "b"});
  expect_found({"b.localhost", "//x/", "b", "/x/", "b"});
}

TEST(FindAddress, takes_keys_as_opaque_bytes) {
  expect_found({"localhost", "/b/a+b%20c%2Bd", "b", "a+b c+d", ""});
  expect_found({"localhost", "/b/../x/./%2e%2E", "b", "../x/./..", ""});
  expect_found({"localhost", "/b/%c3%A9\xc3\xa9", "b", "\xc3\xa9\xc3\xa9", ""});
  expect_found({"localhost", "/b/a%2Fb%3F", "b", "a/b?", ""});
  expect_found({"localhost", "/a%2Fb/k", "a/b", "k", ""});
  expect_found({"b.localhost", "/%2F", "b", "/", "b"});
}

TEST(FindAddress, aims_a_star_at_the_service_or_the_bucket_of_the_host) {
  expect_found({"localhost", "*", "", "", ""});
  expect_found({"b.localhost", "*", "b", "", "b"});
}

TEST(FindAddress, refuses_broken_escapes) {
  for (const char* path : {"/b/%", "/b/%4", "/b/%zz", "/%zz", "/b%/k"}) {
    const auto found = find_address("localhost", path, own_names);
    ASSERT_FALSE(found) << path;
    EXPECT_EQ(found.assume_error().code(), Errc::InvalidURI);
  }
}

TEST(HostName, drops_the_port_and_lowers_the_rest) {
  EXPECT_EQ(host_name("Static.Example.NET:8080"), "static.example.net");
  EXPECT_EQ(host_name("[2001:DB8::1]:9000"), "[2001:db8::1]");
  EXPECT_EQ(host_name("[::1]"), "[::1]");
  EXPECT_EQ(host_name("[::1"), "[::1");
  EXPECT_EQ(host_name(""), "");
}

}  // namespace
}  // namespace pail::wire
