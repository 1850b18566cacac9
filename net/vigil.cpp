#include "net/vigil.hpp"

#include <boost/asio/post.hpp>
#include <mutex>

namespace pail::net {
namespace {

// Ours: as good as for ever, and no overflow when it is added to the time.
constexpr std::chrono::hours vigil_max{24 * 365};

}  // namespace

// What outlives the Vigil. Its end is written on the loop's thread, and read there without the
// lock.
struct Vigil::Link {
  std::mutex mutex;
  Vigil* vigil = nullptr;  // null once it is over
};

Vigil::Vigil(Channel& channel)
    : channel_(channel), timer_(channel.executor()), link_(std::make_shared<Link>()) {
  link_->vigil = this;
  channel_.set_vigil(this);
}

Vigil::~Vigil() {
  channel_.set_vigil(nullptr);
  const std::lock_guard lock(link_->mutex);
  link_->vigil = nullptr;
}

// The lock is held while it posts, so that the loop is there.
std::function<void()> Vigil::caller() const {
  return [link = link_] {
    const std::lock_guard lock(link->mutex);
    if (link->vigil == nullptr) return;
    asio::post(link->vigil->timer_.get_executor(), [link] {
      if (link->vigil != nullptr) link->vigil->end(End::called);
    });
  };
}

void Vigil::end(End how) noexcept {
  if (!end_) end_ = how;
  timer_.cancel();
}

Task<Vigil::End> Vigil::keep(std::chrono::milliseconds at_most) {
  channel_.enter(Phase::vigil);
  if (channel_.is_stopping()) end(End::stopped);
  if (!end_) watch_client();
  timer_.expires_after(std::min<std::chrono::milliseconds>(at_most, vigil_max));
  while (!end_) {
    Failure cancelled;
    co_await timer_.async_wait(awaiting_into(cancelled));
    if (!cancelled) end(End::time_over);
  }
  channel_.wake();
  co_return *end_;
}

void Vigil::watch_client() {
  channel_.when_readable([link = link_](const Failure& failure) {
    if (!failure && link->vigil != nullptr) link->vigil->heard();
  });
}

void Vigil::heard() {
  if (end_) return;
  switch (channel_.peek()) {
    case Channel::Peek::end:
      end(End::client_gone);
      break;
    case Channel::Peek::nothing:
      watch_client();
      break;
    case Channel::Peek::bytes:
      break;
  }
}

}  // namespace pail::net
