// A service in front of another one: counts the calls of STS, and refuses an access key as expired
// when told to.
#pragma once

#include <mutex>
#include <string>

#include "net/exchange.hpp"

namespace pail::client {

class Doorman final : public net::Service {
 public:
  explicit Doorman(net::Service& behind) : behind_(behind) {}

  net::Begin begin(const net::Request& request) override {
    const std::scoped_lock lock(mutex_);
    const std::string_view signed_by = request.headers.get("Authorization");
    if (request.method == "POST" && request.target == "/") {
      ++sts_calls_;
    } else if (!refused_.empty() && signed_by.find(refused_) != std::string_view::npos) {
      return expired();
    }
    return behind_.begin(request);
  }
  net::Reply fail(const wire::Error& error, const net::Request* request,
                  net::Upload* upload) override {
    return behind_.fail(error, request, upload);
  }

  int sts_calls() const {
    const std::scoped_lock lock(mutex_);
    return sts_calls_;
  }
  void refuse(std::string_view access_key) {
    const std::scoped_lock lock(mutex_);
    refused_ = access_key;
  }

 private:
  static net::Reply expired() {
    net::Reply reply;
    reply.status = 400;
    reply.body = std::string(
        "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message>"
        "</Error>");
    return reply;
  }

  net::Service& behind_;
  mutable std::mutex mutex_;
  int sts_calls_ = 0;
  std::string refused_;
};

}  // namespace pail::client
