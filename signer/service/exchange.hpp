// One request that has a body, from its first byte to its answer: what service.cpp and proxy.cpp
// share. Not for others.
#pragma once

#include <string>

#include "signer/service/service.hpp"

namespace pail::signer::service {

// Whatever becomes of it, one line of the audit log tells. The service and the request outlive it.
class SigningService::Exchange : public net::Upload {
 public:
  Exchange(SigningService& service, Dealing dealing)
      : service_(service), dealing_(std::move(dealing)) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange() override;

  // On the pool, where the exchange may block: net destroys it elsewhere.
  void failed(const wire::Error& error, unsigned status);

 protected:
  net::Reply succeeded(const boost::json::object& answer);
  // Takes back what was begun on S3.
  virtual void give_up() {}
  SigningService& service() const noexcept { return service_; }
  Dealing& dealing() noexcept { return dealing_; }

 private:
  SigningService& service_;
  Dealing dealing_;
  bool told_ = false;
};

net::Reply json_reply(unsigned status, const boost::json::object& object);

}  // namespace pail::signer::service
