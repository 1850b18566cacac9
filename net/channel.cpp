#include "net/channel.hpp"

#include <sched.h>

#include <boost/asio/post.hpp>

#include "net/vigil.hpp"

namespace pail::net {
namespace {

// Rounded up, so that no limit is kept short.
std::uint32_t ticks(std::chrono::milliseconds time, std::chrono::milliseconds tick) {
  return static_cast<std::uint32_t>((time.count() + tick.count() - 1) / tick.count());
}

Channel::Buffers without(const Channel::Buffers& parts, std::size_t bytes) {
  const std::size_t of_first = std::min(bytes, parts[0].size());
  return {parts[0] + of_first, parts[1] + (bytes - of_first)};
}

}  // namespace

bool has_second_processor() noexcept {
  cpu_set_t processors;
  CPU_ZERO(&processors);
  return sched_getaffinity(0, sizeof processors, &processors) == 0 && CPU_COUNT(&processors) > 1;
}

Patience::Patience(const ServerOptions& options)
    : idle(ticks(options.idle_max, options.tick)),
      head(ticks(options.head_time_max, options.tick)),
      stall(ticks(options.body_stall_max, options.tick)),
      linger(ticks(options.linger_max, options.tick)) {}

std::uint32_t Patience::of(Phase phase) const noexcept {
  switch (phase) {
    case Phase::idle:
      return idle;
    case Phase::handshake:
    case Phase::head:
      return head;
    case Phase::body:
    case Phase::reply:
      return stall;
    case Phase::linger:
      return linger;
    case Phase::service:
    case Phase::vigil:
      break;
  }
  return UINT32_MAX;  // the service's own time is its own business, and a vigil has a timer
}

Channel::Channel(LoopState& state, Socket socket)
    : state_(state), socket_(std::move(socket)), index_(state.channels.size()) {
  Failure ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  state_.channels.push_back(this);
  ++state_.connections;
  if (state_.tls) {
    tls_ = std::make_unique<Tls>(state_.tls, socket_.native_handle(), state_.pieces);
  }
  touch();
}

Channel::~Channel() {
  if (tls_ && !cut_) tls_->say_goodbye();
  state_.channels.back()->index_ = index_;
  state_.channels[index_] = state_.channels.back();
  state_.channels.pop_back();
  --state_.connections;
}

Task<bool> Channel::handshake() {
  enter(Phase::handshake);
  for (;;) {
    const Tls::Step step = tls_->handshake();
    if (step == Tls::Step::done) co_return true;
    const bool again = co_await until(step);
    if (!again) co_return false;
  }
}

bool Channel::takes_plain_http() noexcept {
  if (!tls_->met_plain_http()) return false;
  tls_.reset();
  return true;
}

// Whether it is worth taking that step again.
Task<bool> Channel::until(Tls::Step step) {
  Failure failure;
  if (step == Tls::Step::wants_read) {
    co_await socket_.async_wait(tcp::socket::wait_read, awaiting_into(failure));
    co_return !failure;
  }
  if (step != Tls::Step::wants_write) co_return false;
  co_await socket_.async_wait(tcp::socket::wait_write, awaiting_into(failure));
  co_return !failure;
}

void Channel::enter(Phase phase) noexcept {
  phase_ = phase;
  resting_ = false;
  touch();
}

void Channel::touch() noexcept {
  stamp_ = state_.tick;
  expired_ = asked_to_rest_ = false;
}

std::optional<std::size_t> Channel::try_read(std::span<char> room) noexcept {
  std::size_t n = 0;
  if (tls_) {
    if (tls_->read(room, n) == Tls::Step::wants_read) return std::nullopt;
  } else {
    Failure failure;
    n = socket_.read_some(asio::buffer(room.data(), room.size()), failure);
    if (failure == asio::error::would_block) return std::nullopt;
  }
  // A head has a time for the whole of it, so that a byte now and then does not hold a connection.
  if (n > 0 && phase_ == Phase::body) touch();
  return n;
}

Task<std::size_t> Channel::read_tls(std::span<char> room, Failure& failure) {
  for (;;) {
    std::size_t n = 0;
    const Tls::Step step = tls_->read(room, n);
    if (n > 0) co_return n;
    const bool again = co_await until(step);
    if (!again) break;
  }
  failure = asio::error::eof;
  co_return 0;
}

Task<bool> Channel::readable() {
  if (tls_ && tls_->has_input()) co_return true;
  Failure failure;
  co_await socket_.async_wait(tcp::socket::wait_read, awaiting_into(failure));
  co_return !failure;
}

Channel::Peek Channel::peek() noexcept {
  if (tls_) {
    const Tls::Step step = tls_->peek();
    if (step == Tls::Step::wants_read) return Peek::nothing;
    return step == Tls::Step::done ? Peek::bytes : Peek::end;
  }
  char byte = 0;
  Failure failure;
  const std::size_t n = socket_.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, failure);
  if (failure == asio::error::would_block) return Peek::nothing;
  return n > 0 ? Peek::bytes : Peek::end;
}

bool Channel::try_write(Buffers& parts) noexcept {
  if (tls_) return tls_->write(parts) != Tls::Step::failed;
  Failure failure;
  while (asio::buffer_size(parts) > 0) {
    parts = without(parts, socket_.write_some(parts, failure));
    if (failure) return failure == asio::error::would_block;
  }
  return true;
}

Task<bool> Channel::write(Buffers parts) {
  if (tls_) co_return co_await write_tls(parts);
  Failure failure;
  while (asio::buffer_size(parts) > 0) {
    const std::size_t n = co_await socket_.async_write_some(parts, awaiting_into(failure));
    if (failure) co_return false;
    parts = without(parts, n);
    touch();
  }
  co_return true;
}

Task<bool> Channel::write_tls(Buffers parts) {
  for (;;) {
    const Tls::Step step = tls_->write(parts);
    if (step == Tls::Step::done) co_return true;
    const bool again = co_await until(step);
    if (!again) co_return false;
    touch();
  }
}

Task<void> Channel::yield() {
  co_await asio::post(awaiting);
}

void Channel::shutdown_send() noexcept {
  if (tls_) tls_->say_goodbye();
  Failure ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void Channel::cut(bool reset) noexcept {
  cut_ = true;
  Failure ignored;
  if (!reset) {
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    return;
  }
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

void Channel::close() noexcept {
  Failure ignored;
  socket_.close(ignored);
  if (vigil_ != nullptr) vigil_->end(Vigil::End::stopped);
}

void Channel::sweep() noexcept {
  const std::uint32_t silence = state_.tick - stamp_;
  if (silence > state_.patience.of(phase_)) {
    expired_ = true;
    wake();
  } else if (phase_ == Phase::idle && silence > 1 && !resting_) {
    resting_ = asked_to_rest_ = true;
    wake();
  }
}

void Channel::begin_stop() noexcept {
  if (phase_ == Phase::idle || phase_ == Phase::handshake) wake();
  if (vigil_ != nullptr) vigil_->end(Vigil::End::stopped);
}

void Channel::wake() noexcept {
  Failure ignored;
  socket_.cancel(ignored);
}

}  // namespace pail::net
