// How a session calls its service: on the loop, or on the pool when the service may block; an
// exception becomes InternalError. Only the session's own files include this.
#pragma once

#include "net/offload.hpp"
#include "net/session.hpp"

namespace pail::net {

// `work` returns a Result<T>.
template <class F>
Task<std::invoke_result_t<F&>> Session::call(F work) {
  auto guarded = [&]() noexcept -> std::invoke_result_t<F&> {
    try {
      return work();
    } catch (...) {
      broken_ = true;
      return wire::Errc::InternalError;
    }
  };
  if (state_.pool == nullptr) co_return guarded();
  channel_.enter(Phase::service);
  co_return co_await offload(*state_.pool, guarded);
}

}  // namespace pail::net
