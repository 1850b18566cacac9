// Input: a Host header, a line feed, a request target.
#include <array>
#include <cstdint>

#include "tests/fuzz/wire/require.hpp"
#include "wire/encode.hpp"
#include "wire/target.hpp"

using namespace pail::wire;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array<std::string, 2> own_names = {"localhost", "s3.localhost"};
  const std::string_view text = pail::testing::input(data, size);
  const std::string_view host = text.substr(0, text.find('\n'));
  const std::string_view raw = text.substr(std::min(host.size() + 1, text.size()));
  const auto target = split_target(raw);
  if (!target) return 0;
  const std::string_view path = target.assume_value().path;
  require(path == "*" || path.starts_with('/'), "a path starts with a slash");
  require(path.find('?') == std::string_view::npos, "a path ends at the query");
  require(raw.ends_with(target.assume_value().query), "the query is the end of the target");

  const auto found = find_address(host, path, own_names);
  if (!found) return 0;
  const Address& address = found.assume_value();
  require(address.virtual_host == !address.host_bucket.empty(), "a bucket in Host is virtual host");
  require(host_name(host).starts_with(address.host_bucket), "it is the start of the host");
  std::string again = "/" + percent_encode(address.key, true);
  if (!address.virtual_host) again = "/" + percent_encode(address.bucket, false) + again;
  const auto same = find_address(host, again, own_names);
  require(same.has_value(), "an encoded path is readable");
  require(same.assume_value().bucket == address.bucket, "the bucket comes back");
  require(same.assume_value().key == address.key, "the key comes back");
  return 0;
}
