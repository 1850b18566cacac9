// A promised reply: the session waits for it without holding a thread.
#include "net/session_call.hpp"
#include "net/vigil.hpp"

namespace pail::net {

// What reply_ promises, into reply_. False when nobody is there to be answered.
Task<bool> Session::redeem() {
  const std::unique_ptr<Later> later = std::move(reply_.later);
  Vigil vigil(channel_);
  const auto start = [&later, &vigil]() -> Result<std::chrono::milliseconds> {
    later->start(vigil.caller());
    return later->patience();
  };
  const Result<std::chrono::milliseconds> patience = co_await call(start);
  if (!patience) {
    co_await fail(patience.error(), &head_.request, nullptr);
    co_return true;
  }
  const Vigil::End end = co_await vigil.keep(patience.value());
  if (end == Vigil::End::client_gone || end == Vigil::End::stopped) co_return false;
  const auto take = [this, &later]() -> Result<void> {
    reply_ = later->take();
    if (reply_.later) return wire::Errc::InternalError;  // a promise of a promise
    return wire::ok();
  };
  channel_.enter(Phase::service);
  const Result<void> taken = co_await call(take);
  if (!taken) co_await fail(taken.error(), &head_.request, nullptr);
  co_return true;
}

}  // namespace pail::net
