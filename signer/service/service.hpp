// The signing service: the small web service that owns the secret, so that phones and browsers need
// not. It answers JSON: POST /sign (headers for one upload), /presign (a URL), /post-policy (the
// fields of a form), /credentials (temporary keys), /multipart, /complete and /abort (an upload in
// parts), /upload (the body itself, carried on to S3), and GET /health. What of it a caller may
// have, the policy says.
//
// The only clock is the service's: what a caller believes the time to be plays no part. The secret
// is in no answer, no error and no log line. A net::Service without sockets of its own; thread-safe
// as net::Service says. What asks S3 blocks, and says so by may_block().
#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/config.hpp"
#include "client/ops/multipart.hpp"
#include "net/courier.hpp"
#include "net/exchange.hpp"
#include "net/origin.hpp"
#include "signer/credentials.hpp"
#include "signer/service/audit.hpp"
#include "signer/service/callback.hpp"
#include "signer/service/dealing.hpp"
#include "signer/service/desk.hpp"
#include "signer/service/policy.hpp"
#include "signer/service/rate_limiter.hpp"
#include "signer/service/s3.hpp"
#include "signer/service/vending.hpp"
#include "wire/clock.hpp"
#include "wire/random.hpp"

namespace pail::signer::service {

// Ours: the longest request that can be granted, a key of 1024 bytes all written as \u00XX, is 7
// KiB.
inline constexpr std::size_t body_bytes_max = 64 * 1024;
// Ours: 10,000 parts with their ETags, and room.
inline constexpr std::size_t complete_bytes_max = 2 * 1024 * 1024;
// Ours: each holds a part of 8 MiB.
inline constexpr unsigned uploads_at_once_max = 64;

// One finished exchange, for whoever logs. Holds neither secret nor signature.
struct Finished {
  std::string_view peer;
  std::string_view method;  // "" when no head could be read
  std::string_view path;    // without the query
  unsigned status = 0;
  std::string_view error_code;  // "" on success
};

struct Options {
  Options() = default;

  Credentials credentials;
  Place place;
  std::optional<Policy> policy;  // none: development_policy(place.bucket)
  // Access-Control-Allow-Origin, beside the policy's: origins, or "*". None: pages of the same
  // origin only.
  std::vector<std::string> allow_origins;
  std::shared_ptr<const wire::Clock> clock;          // never null
  std::function<void(const Finished&)> on_finished;  // may be empty; called from any thread
  AuditSink audit;                                   // may be empty
  std::shared_ptr<wire::Random> random = std::make_shared<wire::SystemRandom>();
  // Where the service itself asks S3; none: where callers do. Keys and region are set by it.
  std::optional<net::Origin> own_endpoint;
  client::Config s3;           // all else of its client: retries, TLS, proxy
  net::CourierMaker couriers;  // of callbacks; empty: over HTTP
  Pause pause;                 // between tries of a callback; empty: real time
};

class SigningService final : public net::Service {
 public:
  explicit SigningService(Options options);
  ~SigningService() override;
  SigningService(const SigningService&) = delete;
  SigningService& operator=(const SigningService&) = delete;

  net::Begin begin(const net::Request& request) override;
  net::Reply fail(const wire::Error& error, const net::Request* request,
                  net::Upload* upload) override;
  bool may_block(const net::Request& request) const noexcept override;

  // From any thread. What is under way goes on by the policy it began with.
  void replace_policy(Policy policy);

 private:
  struct Route;
  class Exchange;
  class Body;
  class Proxy;
  static const Route* find_route(std::string_view path) noexcept;

  std::shared_ptr<const Policy> policy() const;
  net::Begin deal(const Route& route, const net::Request& request);
  // Who asks, or that he is refused.
  Result<void> admit(Dealing& dealing);
  net::Reply health() const;
  net::Reply preflight(const Route& route) const;

  using Answer = Result<boost::json::object>;
  Answer sign(Dealing& dealing, std::string_view body);
  Answer presign(Dealing& dealing, std::string_view body);
  Answer post_policy(Dealing& dealing, std::string_view body);
  Answer credentials(Dealing& dealing, std::string_view body);
  Answer multipart(Dealing& dealing, std::string_view body);
  Answer complete_upload(Dealing& dealing, std::string_view body);
  Answer abort_upload(Dealing& dealing, std::string_view body);
  // Those of the request, or all that are there; refused when together they are not of a size that
  // the grant allows.
  Result<std::vector<client::ops::CompletedPart>> parts_of(const UploadRequest& request,
                                                           const Grant& grant);
  net::Begin upload(Dealing dealing);
  std::string tell_application(const Dealing& dealing, const Grant& grant,
                               boost::json::object stored);

  net::Reply refuse(const wire::Error& error, Dealing& dealing);
  net::Reply refuse_for_now(Dealing& dealing, std::chrono::seconds wait);
  void note(AuditEntry& entry, unsigned status, std::string reason) const;
  void allow_origin(net::Reply& reply, const net::Request* request) const;
  // What every reply gets: date, CORS, no body for HEAD, a line in the log.
  net::Reply complete(net::Reply reply, const net::Request* request,
                      std::string_view error_code) const;

  Desk desk_;
  std::vector<std::string> allow_origins_;
  std::function<void(const Finished&)> on_finished_;
  AuditSink audit_;
  std::shared_ptr<wire::Random> random_;
  net::CourierMaker couriers_;
  Pause pause_;
  S3 s3_;
  Vending vending_{s3_};
  RateLimiter limiter_;
  std::atomic<unsigned> uploads_ = 0;

  mutable std::mutex mutex_;  // of what follows
  std::shared_ptr<const Policy> policy_;
  std::condition_variable ending_;
  bool ends_ = false;
};

}  // namespace pail::signer::service
