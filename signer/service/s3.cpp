#include "signer/service/s3.hpp"

#include <utility>

namespace pail::signer::service {

using wire::Errc;
using wire::Error;

S3::S3(client::Config config, std::shared_ptr<const wire::Clock> clock)
    : config_(std::move(config)), clock_(std::move(clock)) {}

S3::Lease::Lease(S3& s3, std::unique_ptr<client::BlockingClient> client)
    : s3_(&s3), client_(std::move(client)) {}

S3::Lease::~Lease() {
  if (!client_) return;
  const std::scoped_lock lock(s3_->mutex_);
  s3_->idle_.push_back(std::move(client_));
}

S3::Lease S3::borrow() {
  std::unique_ptr<client::BlockingClient> client;
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      client = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!client) client = std::make_unique<client::BlockingClient>(config_, clock_);
  return {*this, std::move(client)};
}

std::unique_ptr<client::BlockingClient> S3::client_at(const net::Origin& endpoint) const {
  client::Config config = config_;
  config.endpoint = endpoint;
  return std::make_unique<client::BlockingClient>(std::move(config), clock_);
}

Error S3::told(const Error& error) {
  switch (error.code()) {
    case Errc::NoSuchUpload:
    case Errc::InvalidPart:
    case Errc::InvalidPartOrder:
    case Errc::EntityTooSmall:
    case Errc::EntityTooLarge:
    case Errc::PreconditionFailed:
    case Errc::TooManyParts:
      return {error.code(), error.message().value_or("")};
    default:
      break;
  }
  if (error.status() == 0) return {Errc::ServiceUnavailable, "S3 cannot be reached; try again."};
  if (error.status() >= 500) {
    return {Errc::ServiceUnavailable, "S3 does not work at the moment; try again."};
  }
  return {Errc::InternalError, "S3 refused this service (" + std::string(error.code_text()) +
                                   "): a matter for who runs it."};
}

}  // namespace pail::signer::service
