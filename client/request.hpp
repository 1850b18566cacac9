// From an S3 operation to the bytes of an HTTP request, in two steps without I/O: a Request says
// what is wanted of which bucket and key; address() decides where it goes and how the target is
// spelled, which gives a Draft; signing.hpp adds its fields; to_http() makes the message.
//
// Value types. Spec: shared/spec/operations.md §1, sigv4.md §2.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/config.hpp"
#include "net/http_client.hpp"
#include "wire/error.hpp"
#include "wire/query.hpp"
#include "wire/result.hpp"

namespace pail::client {

enum class Level { service, bucket, object };  // what a request names

struct Request {
  std::string_view service = "s3";  // of V4's credential scope; sts and iam are others
  std::string method;
  Level level = Level::service;
  std::string bucket;
  std::string key;
  wire::Query query;
  std::vector<wire::NamedText> headers;
};

// A query is no value that copies by itself: its views point into it.
wire::Query copy_of(const wire::Query& query);
Request copy_of(const Request& request);

struct Draft {
  net::Origin origin;  // where to connect
  std::string_view service = "s3";
  std::string method;
  std::string path;         // percent-encoded, as it will be sent and signed
  std::string host_bucket;  // the bucket when it stands in the host name, else empty
  wire::Query query;
  std::vector<wire::NamedText> headers;  // Host first

  std::string_view header(std::string_view name) const;  // any case; "" when absent
};

// Fails with InvalidBucketName or InvalidArgument, before anything is sent: an empty name (a DELETE
// of an empty key would name the bucket), a header that holds a line break, or a virtual host that
// cannot be (an address instead of a name, a bucket that is no host label).
Result<Draft> address(const net::Origin& endpoint, Addressing addressing, Request request);
// Whether the host is one of AWS's.
bool is_aws(std::string_view host) noexcept;
// Whether the bucket can stand in front of that host.
bool fits_host(const net::Origin& endpoint, std::string_view bucket) noexcept;
// Its own header fields and no others; Host is among them.
net::HttpRequest to_http(const Draft& draft);
// The whole URL, with whatever the query holds.
std::string to_url(const Draft& draft);

// Percent-encoded as S3 clients do it: slashes stay, dots and double slashes are not touched.
std::string object_path(std::string_view key);

}  // namespace pail::client
