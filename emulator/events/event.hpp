// An event as S3 words it, and its forms: the record that queues, topics and functions get, and
// EventBridge's. Values; thread-safe. Spec: shared/spec/semantics.md §24.
#pragma once

#include <string>
#include <string_view>

#include "emulator/happening.hpp"
#include "emulator/model/model.hpp"
#include "wire/clock.hpp"

namespace pail::emulator::events {

// What all events of one request have in common.
struct Occasion {
  wire::Time time;  // by the world's clock
  std::string_view request_id;
  std::string_view host_id;
  std::string_view principal;      // unique id of who asked: "AIDA..."; "" for anonymous
  std::string_view account;        // of who asked, 12 digits; "" for anonymous
  std::string_view source;         // address
  std::string_view owner_account;  // of the bucket's owner, 12 digits
};

// What S3 itself does, by lifecycle rules, has this for principal, account and source.
inline constexpr std::string_view service_principal = "s3.amazonaws.com";

struct Event {
  const Occasion& occasion;
  const model::Bucket& bucket;
  const Happening& happening;
  std::string sequencer;  // orders the events of one key: by length, then by bytes
};

// "ObjectCreated:Put"
std::string_view name(Happened what) noexcept;
// A sequencer as S3 writes them: 18 upper-case hex digits.
std::string sequencer_text(std::uint64_t number);

// {"Records":[...]}
std::string record_json(const Event& event, std::string_view configuration_id);
std::string event_bridge_json(const Event& event);
// What a destination gets when it is configured.
std::string test_json(const Occasion& occasion, const model::Bucket& bucket);

}  // namespace pail::emulator::events
