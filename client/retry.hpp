// When a request is sent again, and after how long: the standard mode of the AWS SDKs. Pure: time,
// chance and the answers are given; Client does the waiting.
//
// Sent again: failures of the connection and time-outs, 500, 502, 503, 504, 429 and S3's throttling
// codes (SlowDown, RequestTimeout, ...), where the request can be repeated: its body can start
// over, and either doing it twice does no harm or the server cannot have acted on it. Once each,
// whatever the quota says: a clock that is wrong (offset kept per endpoint), a region or endpoint
// that is another, keys that expired.
//
// Value types, one thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/random.hpp"

namespace pail::client {

// How time passes between two attempts. Ends early when the coroutine is cancelled.
using Waiting = std::function<boost::asio::awaitable<void>(std::chrono::milliseconds)>;

struct RetryOptions {
  unsigned attempts_max = 3;                   // the first one counts; SDKs' standard mode
  std::chrono::milliseconds backoff_base{50};  // doubled per attempt, then multiplied by chance
  std::chrono::milliseconds backoff_max{20'000};
  // A Retry-After beyond this is not waited for: the error goes to the caller.
  std::chrono::milliseconds retry_after_max{60'000};
  Waiting waiting;                       // empty: a timer
  std::shared_ptr<wire::Random> random;  // of the backoff; null: the system's
};

// Tokens that retries cost, so that a server in trouble is not met by a storm: 500 to begin with, a
// retry costs 5, one after a time-out 10, a success gives back what its last retry took, or 1.
class RetryQuota {
 public:
  static constexpr std::uint32_t capacity = 500;

  // What was taken; nullopt: there is not enough.
  std::optional<std::uint32_t> take(bool after_timeout) noexcept;
  void give_back(std::uint32_t taken) noexcept;
  std::uint32_t left() const noexcept { return left_; }

 private:
  std::uint32_t left_ = capacity;
};

// One attempt that failed.
struct Failed {
  const wire::Error& error;
  unsigned status = 0;             // 0: no answer
  std::string_view retry_after{};  // the field's value, seconds or a date
  bool can_be_repeated = false;    // the body can start over, and nothing is done twice
  wire::Time now{};                // the server's time, for dates
};

// Whether the failure proves that the server did nothing: it was never reached, or it refused the
// request whole, for its load or because the body never came.
bool had_no_effect(const wire::Error& error, unsigned status) noexcept;

enum class Kind { final, transient, timeout, throttled };
Kind kind_of(const Failed& failed) noexcept;

// How long to wait before attempt `next` (2 for the first retry): full jitter, or Retry-After where
// that is longer. nullopt: the wait would be longer than options allow.
std::optional<std::chrono::milliseconds> wait_before(unsigned next, const Failed& failed,
                                                     const RetryOptions& options,
                                                     wire::Random& random);

}  // namespace pail::client
