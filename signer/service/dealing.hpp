// One request on its way through the service: who asks, by which policy, and what the audit log
// will say of it. Belongs to one exchange and its thread.
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <memory>

#include "net/exchange.hpp"
#include "signer/service/audit.hpp"
#include "signer/service/caller.hpp"
#include "signer/service/decide.hpp"
#include "signer/service/policy.hpp"
#include "wire/clock.hpp"

namespace pail::signer::service {

struct Dealing {
  const net::Request* request = nullptr;  // lives as long as the exchange
  std::shared_ptr<const Policy> policy;   // as it was when the request came
  wire::Time now;
  Caller caller;
  AuditEntry audit;
  boost::json::storage_ptr memory;  // for the answer, while it is made and written

  Dealing(const net::Request& from, std::shared_ptr<const Policy> by, wire::Time at,
          std::string id);
  // decide(), noted down.
  Result<Grant> grant(const Ask& ask, wire::Random& random);
};

// The path of a request, without its query.
std::string_view path_of(const net::Request& request) noexcept;

}  // namespace pail::signer::service
