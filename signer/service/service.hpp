// The signing service: the small web service that owns the secret, so that phones and browsers need
// not. It answers JSON to POST /sign (headers for one upload), POST /presign (a URL), POST
// /post-policy (the fields of a form) and GET /health; the caller talks to S3 itself.
//
// The only clock is the service's: what a caller believes the time to be plays no part. The secret
// is in no answer, no error and no log line. A net::Service without sockets; thread-safe as
// net::Service says. Never blocks.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/exchange.hpp"
#include "signer/credentials.hpp"
#include "signer/service/desk.hpp"
#include "wire/clock.hpp"

namespace pail::signer::service {

// Ours: the longest request that can be granted, a key of 1024 bytes all written as \u00XX, is 7
// KiB.
inline constexpr std::size_t body_bytes_max = 64 * 1024;

// One finished exchange, for whoever logs. Holds neither secret nor signature.
struct Finished {
  std::string_view peer;
  std::string_view method;  // "" when no head could be read
  std::string_view path;    // without the query
  unsigned status = 0;
  std::string_view error_code;  // "" on success
};

struct Options {
  Credentials credentials;
  Place place;
  // Access-Control-Allow-Origin: an origin, "*", or "" for pages of the same origin only.
  std::string allow_origin;
  std::shared_ptr<const wire::Clock> clock;          // never null
  std::function<void(const Finished&)> on_finished;  // may be empty; called from any thread
};

class SigningService final : public net::Service {
 public:
  explicit SigningService(Options options);

  net::Begin begin(const net::Request& request) override;
  net::Reply fail(const wire::Error& error, const net::Request* request,
                  net::Upload* upload) override;

 private:
  struct Route;
  class Body;
  static const Route* find_route(std::string_view path) noexcept;

  net::Reply health() const;
  net::Reply preflight(const Route& route) const;
  Result<net::Reply> sign(std::string_view body) const;
  Result<net::Reply> presign(std::string_view body) const;
  Result<net::Reply> post_policy(std::string_view body) const;
  // What every reply gets: date, CORS, no body for HEAD, a line in the log.
  net::Reply complete(net::Reply reply, const net::Request* request,
                      std::string_view error_code) const;

  Desk desk_;
  std::string allow_origin_;
  std::function<void(const Finished&)> on_finished_;
};

}  // namespace pail::signer::service
