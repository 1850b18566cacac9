// Where the signing is done: one key, one clock; a request in, the JSON to hand out.
// The strings are built by the same code that verifies them (signer/v2, signer/v4). Const calls may
// run at once. Nothing handed out holds the secret. Spec: shared/spec/sigv2.md §2-3 and §7,
// sigv4.md §5 and §11.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "signer/credentials.hpp"
#include "signer/service/requests.hpp"
#include "wire/clock.hpp"

namespace pail::signer::service {

struct Place {
  std::string bucket;  // of requests that name none
  std::string region;
  std::string endpoint;  // scheme://host[:port], the port only when it is not the scheme's own
};

class Desk {
 public:
  Desk(Credentials credentials, Place place, std::shared_ptr<const wire::Clock> clock);

  // `memory`: where the answer will lie; it outlives the answer.
  using Memory = boost::json::storage_ptr;
  boost::json::object sign(const SignRequest& request, const Memory& memory = {}) const;
  // InvalidArgument when a V2 expiry would lie beyond 2038-01-19, which S3 cannot read.
  Result<boost::json::object> presign(const PresignRequest& request,
                                      const Memory& memory = {}) const;
  boost::json::object post_policy(const PostPolicyRequest& request,
                                  const Memory& memory = {}) const;
  // One part of an upload, of exactly so many bytes (V4).
  struct Part {
    std::string_view bucket;
    std::string_view key;
    std::string_view upload_id;
    unsigned number;
    std::uint64_t size;
  };
  std::string part_url(const Part& part, std::chrono::seconds expires) const;
  const Place& place() const noexcept { return place_; }
  wire::Time now() const noexcept { return clock_->now(); }

 private:
  struct Resource;  // an object's address, as it will stand on the wire
  Resource locate(std::string_view bucket, std::string_view key) const;
  void sign_v2(const SignRequest& request, const Resource& resource,
               boost::json::object& answer) const;
  void sign_v4(const SignRequest& request, const Resource& resource,
               boost::json::object& answer) const;

  Key key_;
  Place place_;
  std::shared_ptr<const wire::Clock> clock_;
};

}  // namespace pail::signer::service
