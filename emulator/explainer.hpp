// What the server says about a refused request beyond what S3 says: asks the doctor
// (signer/explain), within a ration, and decides who is told. The client is told only where
// Options::explain says so, since an explanation helps somebody who guesses at signatures as well;
// whoever runs the server reads it in the log in any case. Which other key a secret belongs to is
// for the log alone.
//
// Thread-safe. The ration goes by the clock handed in: not a world's, which may stand still.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "signer/explain/doctor.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"

namespace pail::emulator {

// So many at once, and so many a second (limits.hpp).
class TokenBucket {
 public:
  explicit TokenBucket(wire::Time now) noexcept;
  // A clock that goes back adds nothing.
  bool take(wire::Time now) noexcept;

 private:
  std::chrono::microseconds credit_;
  wire::Time last_;
};

struct Explanation {
  std::vector<std::string> mistakes;  // ids, the most probable first
  std::string for_client;             // one line
  std::string for_log;                // one line; "" when there is nothing to say
};

class Explainer {
 public:
  Explainer(bool tell_clients, std::shared_ptr<const wire::Clock> clock);

  // Whether a refusal of that code may have something to do with its authentication.
  static bool concerns(wire::Errc code) noexcept;
  // nullopt: it is not about authentication, or the ration is used up. Only searches are rationed:
  // the other explanations cost less than the document they stand in.
  std::optional<Explanation> explain(const signer::explain::Exhibit& exhibit);
  bool tells_clients() const noexcept { return tell_clients_; }

 private:
  enum class Ration : std::uint8_t { granted, first_denial, denied };
  Ration ration();

  const bool tell_clients_;
  const std::shared_ptr<const wire::Clock> clock_;
  std::mutex mutex_;
  TokenBucket bucket_;
  bool denying_ = false;
};

// Where there is no document of S3's to add to: the likeliest mistake's id.
inline constexpr std::string_view mistake_header = "x-pail-mistake";
// The refusal with the elements PailMistake (once per mistake) and PailExplanation behind S3's own,
// and the header for HEAD, whose answer has no document.
wire::Error with_explanation(const wire::Error& refusal, const Explanation& explanation);

}  // namespace pail::emulator
