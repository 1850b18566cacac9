// What Client's own files share: the pieces of one exchange. Nobody else includes this.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "client/client.hpp"
#include "wire/digest.hpp"

namespace pail::client {

struct Client::Sending {
  Request request;
  std::string text;               // the whole body, unless there is a stream
  net::Source* stream = nullptr;  // announced with Expect
  std::string payload_hash;       // for Version 4; see signing.hpp
};

// The start of every request: what it names, and how.
inline Request service_request(std::string method) {
  Request request;
  request.method = std::move(method);
  return request;
}

inline Request bucket_request(std::string method, std::string bucket) {
  Request request = service_request(std::move(method));
  request.level = Level::bucket;
  request.bucket = std::move(bucket);
  return request;
}

inline Request object_request(std::string method, std::string bucket, std::string key) {
  Request request = bucket_request(std::move(method), std::move(bucket));
  request.level = Level::object;
  request.key = std::move(key);
  return request;
}

inline std::string hex_sha256(std::string_view text) {
  return wire::to_hex(wire::sha256(wire::as_bytes(text)));
}

}  // namespace pail::client
