#include "client/s3_url.hpp"

#include "wire/text.hpp"

namespace pail::client {

wire::Result<S3Url> parse_s3_url(std::string_view text) {
  constexpr std::string_view scheme = "s3://";
  const std::string_view rest =
      wire::istarts_with(text, scheme) ? text.substr(scheme.size()) : std::string_view();
  const std::size_t slash = rest.find('/');
  const std::string_view bucket = rest.substr(0, slash);
  if (bucket.empty()) {
    return wire::Error(wire::Errc::InvalidArgument,
                       "'" + std::string(text) + "' is not of the form s3://bucket/key");
  }
  const std::string_view key =
      slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  return S3Url{std::string(bucket), std::string(key)};
}

}  // namespace pail::client
