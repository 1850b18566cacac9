// Temporary keys for callers: from STS, held to the caller's prefix by a session policy, and given
// again to the same caller until half of their life is over.
//
// Thread-safe; waits for STS. Errors: as S3::told() puts them.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "client/ops/sts.hpp"
#include "signer/service/decide.hpp"
#include "signer/service/s3.hpp"

namespace pail::signer::service {

class Vending {
 public:
  explicit Vending(S3& s3) : s3_(s3) {}

  // `grant` is one of Act::credentials: its key is the prefix.
  Result<client::ops::SessionKeys> keys(const Vendor& vendor, std::string_view caller,
                                        const Grant& grant, wire::Time now);

 private:
  struct Given {
    client::ops::SessionKeys keys;
    wire::Time fresh_until;
  };
  Result<client::ops::SessionKeys> fetch(const Vendor& vendor, std::string_view caller,
                                         const Grant& grant, const std::string& policy) const;

  S3& s3_;
  std::mutex mutex_;
  std::map<std::string, Given> given_;
};

// What the keys may: PUT (also in parts) and GET of the rule, below the prefix, and nothing else.
std::string session_policy(const Grant& grant);
// As STS wants a session's name: 2 to 32 characters of a small alphabet.
std::string session_name(std::string_view caller);

}  // namespace pail::signer::service
