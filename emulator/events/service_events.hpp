// The events of what S3 does of itself, as lifecycle rules have it: nobody asked for it, so that
// the occasion has to be kept here.
#pragma once

#include <string>
#include <utility>

#include "emulator/events/bucket_events.hpp"
#include "emulator/request_ids.hpp"

namespace pail::emulator::events {

struct ServiceFacts {
  RequestIds ids;
  std::string owner_account;  // of the bucket's owner, 12 digits
};

// The facts are a base, so that they are there before what refers to them.
class ServiceEvents final : private ServiceFacts, public BucketEvents {
 public:
  using Facts = ServiceFacts;
  // Refers to all but the facts.
  ServiceEvents(PostOffice& office, world::World& world, const model::Bucket& bucket, Facts facts)
      : ServiceFacts(std::move(facts)),
        BucketEvents(office, world, &bucket, occasion_of(*this, world.now())) {}

 private:
  static Occasion occasion_of(const ServiceFacts& facts, wire::Time now) noexcept {
    return {.time = now,
            .request_id = facts.ids.request_id(),
            .host_id = facts.ids.host_id(),
            .principal = service_principal,
            .account = service_principal,
            .source = service_principal,
            .owner_account = facts.owner_account};
  }
};

}  // namespace pail::emulator::events
