// Runs a load for one round, on threads of its own, while a coroutine waits for them and tells how
// far it is. Cancelling the coroutine ends the load in order: what is under way is waited for, and
// the result so far is the result.
//
// Errors: InvalidArgument when a file of TlsOptions is of no use. std::system_error when the system
// gives no thread or descriptor. What happens to a request is counted.
#pragma once

#include <functional>
#include <memory>

#include "client/client.hpp"
#include "client/load/requests.hpp"
#include "client/load/results.hpp"
#include "net/load_loop.hpp"

namespace pail::client::load {

// Where a load goes, and as whom.
struct Course {
  Course() = default;

  net::LoadPeer peer;
  net::TlsOptions tls;
  net::LoadOptions options;  // but for the connections, which the plan says
  Place place;
  SignatureOptions signing;
  std::shared_ptr<const wire::Clock> clock;
};

// Connects once, to find out where, and whether anybody is there. NetworkFailure and
// InvalidArgument as of find_peer() and find_place().
Result<Course> find_course(const Config& config, const Plan& plan, SignatureOptions signing,
                           std::shared_ptr<const wire::Clock> clock);

struct Progress {
  std::chrono::milliseconds elapsed{0};
  std::chrono::milliseconds whole{0};  // 0: until so many requests are done
  bool is_warming_up = false;
  std::chrono::nanoseconds interval{0};
  Row latest;  // of one interval
};
using Watch = std::function<void(const Progress&)>;

// `round` counts from 0. Plan and course outlive it. `watch` is called at the
// beginning, and then ten times a second or less.
Task<Measurement> measure(const Plan& plan, const Course& course, unsigned round, Watch watch);

}  // namespace pail::client::load
