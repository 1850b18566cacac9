// A captured request judged once more, as `pail explain` shows it: by the same verify() a server
// uses, at the moment the request was made unless told another, with the texts the server builds
// and, where it is refused, the doctor's diagnosis.
//
// Pure; thread-safe. Holds no secret.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signer/explain/capture.hpp"
#include "signer/explain/doctor.hpp"
#include "signer/verify.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/result.hpp"

namespace pail::signer::explain {

// Who judges.
struct Bench {
  const KeyRing& keys;
  std::span<const std::shared_ptr<const Key>> all_keys;  // the same, for the doctor
  std::string_view region;
  std::span<const std::string> own_names;  // as wire::find_address() has them
  wire::Time machine_time;
  // nullopt: the request's own time, or the machine's where it has none.
  std::optional<wire::Time> now = {};
};

enum class ClockUsed : std::uint8_t { as_told, of_the_request, of_the_machine };

struct Retrial {
  Scheme scheme = Scheme::anonymous;   // when it was not refused
  std::optional<wire::Error> refusal;  // nullopt: the signature is good, or there is none
  std::optional<Diagnosis> diagnosis;  // of a refusal
  wire::Time clock;
  ClockUsed clock_used = ClockUsed::of_the_request;
  // As the server builds them; "" where it does not get so far.
  std::string string_to_sign;
  std::string canonical_request;  // V4's
  std::vector<std::string> notes;

  // Signed, and not refused.
  bool good() const noexcept { return !refusal && scheme != Scheme::anonymous; }
};

// InvalidURI: no server gets as far as the signature. Else what came of it, refusals too.
wire::Result<Retrial> retry(const CapturedRequest& request, const Bench& bench);

}  // namespace pail::signer::explain
