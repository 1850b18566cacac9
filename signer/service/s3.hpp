// The service's own way to S3: clients that wait, lent to one request each, and what S3 says put
// into words for who asked us.
//
// Thread-safe. A Lease is one thread's at a time and must not outlive the S3.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "client/blocking.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::signer::service {

using wire::Result;

class S3 {
 public:
  S3(client::Config config, std::shared_ptr<const wire::Clock> clock);

  class Lease {
   public:
    Lease(S3& s3, std::unique_ptr<client::BlockingClient> client);
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    client::BlockingClient& operator*() const noexcept { return *client_; }

   private:
    S3* s3_;
    std::unique_ptr<client::BlockingClient> client_;
  };
  // One that is idle, with its connections, or a new one: net's threads bound how many there are.
  Lease borrow();
  template <class T>
  Result<T> call(client::Operation<T> operation) {
    const Lease lease = borrow();
    auto answer = (*lease).call(std::move(operation));
    if (!answer) return told(answer.error());
    return answer;
  }

  // With another endpoint, for STS.
  std::unique_ptr<client::BlockingClient> client_at(const net::Origin& endpoint) const;
  const client::Config& config() const noexcept { return config_; }

  // What the caller brought about stays as S3 said it; what is between S3 and us becomes
  // ServiceUnavailable or InternalError: a 403 of S3's would be taken for ours.
  static wire::Error told(const wire::Error& error);

 private:
  client::Config config_;
  std::shared_ptr<const wire::Clock> clock_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<client::BlockingClient>> idle_;
};

}  // namespace pail::signer::service
