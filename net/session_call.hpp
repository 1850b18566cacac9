// How a session calls its service: on the loop, or on the pool when the service may block. Only the
// session's own files include this.
#pragma once

#include "net/offload.hpp"
#include "net/session.hpp"

namespace pail::net {

template <class F>
std::invoke_result_t<F&> Session::guarded(F& work) noexcept {
  try {
    return work();
  } catch (...) {
    broken_ = true;
    return wire::Errc::InternalError;
  }
}

template <class F>
Task<std::invoke_result_t<F&>> Session::on_pool(F work) {
  channel_.enter(Phase::service);
  return offload(state_.pool.threads(), [this, work]() mutable noexcept { return guarded(work); });
}

template <class F>
Task<std::invoke_result_t<F&>> Session::call(F work) {
  if (!may_block_) co_return guarded(work);
  co_return co_await on_pool(work);
}

}  // namespace pail::net
