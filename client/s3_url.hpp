// s3://bucket/key, as people type it: the bytes behind the bucket's slash are the key, nothing is
// decoded. Pure.
#pragma once

#include <string>
#include <string_view>

#include "wire/result.hpp"

namespace pail::client {

struct S3Url {
  std::string bucket;
  std::string key;  // empty: the bucket itself

  // The key's last segment; empty when it ends in a slash.
  std::string file_name() const { return key.substr(key.rfind('/') + 1); }
};

// InvalidArgument, with the form that is wanted, when the text is no such URL.
wire::Result<S3Url> parse_s3_url(std::string_view text);

}  // namespace pail::client
