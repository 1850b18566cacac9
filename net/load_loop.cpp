#include "net/load_loop.hpp"

#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "net/run.hpp"
#include "net/stream.hpp"

namespace pail::net {
namespace {

using namespace std::chrono_literals;
using Step = LoadConnection::Step;

constexpr std::size_t room_bytes = 256 * 1024;  // as PiecePool's: larger reads are no faster
constexpr std::size_t events_per_turn = 128;
constexpr std::uint64_t wake_up_mark = ~std::uint64_t{0};
constexpr std::chrono::milliseconds sweep_most = 1s;

int checked(int descriptor, const char* what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return descriptor;
}

// Before Linux 5.11 in whole milliseconds, rounded up.
int wait_for(int epoll, std::span<epoll_event> events, const timespec& time) {
  const int size = static_cast<int>(events.size());
  const int n = ::epoll_pwait2(epoll, events.data(), size, &time, nullptr);
  if (n >= 0 || errno != ENOSYS) return n;
  const long milliseconds = time.tv_sec * 1000 + (time.tv_nsec + 999'999) / 1'000'000;
  return ::epoll_wait(epoll, events.data(), size, static_cast<int>(milliseconds));
}

}  // namespace

LoadMoment load_now() noexcept {
  return std::chrono::steady_clock::now();
}

Result<LoadPeer> find_peer(const Origin& origin, const TlsOptions& tls,
                           std::chrono::milliseconds time_max) {
  LoadPeer peer;
  peer.origin = origin;
  if (origin.tls) {
    PAIL_TRY(peer.tls, TlsContext::for_client(tls));
  }
  asio::io_context context(1);
  PiecePool pieces;
  const auto stream = std::make_shared<Stream>(context.get_executor(), to_string(origin), pieces);
  PAIL_TRY(run_blocking(context, stream->connect(origin, time_max)));
  peer.address = stream->peer();
  if (origin.tls) {
    PAIL_TRY(run_blocking(context, stream->start_tls(peer.tls, origin, time_max)));
  }
  return peer;
}

LoadLoop::LoadLoop(LoadPeer peer, const LoadOptions& options, LoadWork& work)
    : peer_(std::move(peer)),
      options_(options),
      work_(work),
      sweep_every_(std::min({sweep_most, options.silence_max, options.drain_max})),
      room_(room_bytes),
      epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_up_(checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
  slots_.reserve(options_.connections);
  for (std::size_t i = 0; i < options_.connections; ++i) slots_.emplace_back(peer_, pieces_);
  idle_.reserve(options_.connections);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = wake_up_mark;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_up_, &event);
}

LoadLoop::~LoadLoop() {
  ::close(wake_up_);
  ::close(epoll_);
}

void LoadLoop::stop() noexcept {
  stopped_.store(true);
  const std::uint64_t once = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_up_, &once, sizeof once);
}

void LoadLoop::run() {
  // A request that is due is sent then, not when the kernel finds it convenient (50 us later).
  ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  now_ = due_ = load_now();
  next_sweep_ = now_ + sweep_every_;
  for (std::size_t i = 0; i < slots_.size(); ++i) open(i);
  std::array<epoll_event, events_per_turn> events;
  while (!is_over()) {
    const int n = wait_for(epoll_, events, time_to_wait());
    now_ = load_now();
    for (int i = 0; i < n; ++i) handle(events[static_cast<std::size_t>(i)]);
    look_for_stop();
    feed_idle();
    wake_rested();
    sweep();
  }
}

timespec LoadLoop::time_to_wait() const {
  LoadMoment until = std::min(next_sweep_, give_up_at_);
  if (!idle_.empty() && !over_) until = std::min(until, due_);
  if (!resting_.empty()) until = std::min(until, resting_.front().first);
  const auto left = std::max(std::chrono::nanoseconds(until - load_now()), 0ns);
  return {static_cast<time_t>(left / 1s), static_cast<long>((left % 1s).count())};
}

void LoadLoop::open(std::size_t number) {
  if (!slots_[number].connection.open()) return ended(number, load_failure::connect);
  slots_[number].listens_for_write = false;
  listen(number, EPOLL_CTL_ADD);
}

void LoadLoop::listen(std::size_t number, int how) {
  Slot& slot = slots_[number];
  slot.listens_for_write = slot.connection.wants_write();
  epoll_event event{};
  event.events = EPOLLIN | (slot.listens_for_write ? EPOLLOUT : 0U);
  event.data.u64 = number;
  ::epoll_ctl(epoll_, how, slot.connection.descriptor(), &event);
}

void LoadLoop::handle(const epoll_event& event) {
  if (event.data.u64 == wake_up_mark) {
    std::uint64_t times = 0;
    [[maybe_unused]] const ssize_t n = ::read(wake_up_, &times, sizeof times);
    return;
  }
  const auto number = static_cast<std::size_t>(event.data.u64);
  const bool is_broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
  const bool readable = is_broken || (event.events & EPOLLIN) != 0;
  const bool writable = is_broken || (event.events & EPOLLOUT) != 0;
  slots_[number].heard = now_;
  settle(number, slots_[number].connection.proceed(readable, writable, room_));
}

void LoadLoop::settle(std::size_t number, Step step) {
  Slot& slot = slots_[number];
  switch (step) {
    case Step::waiting:
      if (slot.listens_for_write != slot.connection.wants_write()) listen(number, EPOLL_CTL_MOD);
      return;
    case Step::connected:
      now_ = load_now();
      listen(number, EPOLL_CTL_MOD);
      if (!feed(number)) idle_.push_back(number);
      return;
    case Step::answered:
      return answered(number);
    case Step::ended:
      return ended(number, slot.connection.why());
  }
}

void LoadLoop::answered(std::size_t number) {
  Slot& slot = slots_[number];
  const LoadReader& reader = slot.connection.reader();
  now_ = load_now();
  slot.has_request = false;
  --busy_;
  work_.done(number, {.status = reader.status(),
                      .failure = {},
                      .body_bytes = reader.body_bytes(),
                      .body = reader.body(),
                      .etag = reader.etag(),
                      .at = now_});
  if (!slot.connection.is_reusable()) return reopen(number);
  if (!feed(number)) idle_.push_back(number);
}

void LoadLoop::ended(std::size_t number, std::string_view why) {
  Slot& slot = slots_[number];
  now_ = load_now();
  const bool never_connected = why == load_failure::connect;
  if (never_connected && !slot.has_request && !over_) take_in_vain(number);
  if (slot.has_request) {
    slot.has_request = false;
    --busy_;
    LoadAnswer none;
    none.failure = why;
    none.at = now_;
    work_.done(number, none);
  }
  idle_.erase(std::remove(idle_.begin(), idle_.end(), number), idle_.end());
  if (never_connected) return rest(number);
  reopen(number);
}

// A request that is due fails with the connection that was not made: a server that takes none must
// not look idle.
void LoadLoop::take_in_vain(std::size_t number) {
  request_.clear();
  const LoadTurn turn = work_.next(number, now_, request_, due_);
  if (turn == LoadTurn::over) be_over();
  if (turn != LoadTurn::send) return;
  slots_[number].has_request = true;
  ++busy_;
}

void LoadLoop::reopen(std::size_t number) {
  slots_[number].connection.close();
  if (!over_) open(number);
}

void LoadLoop::rest(std::size_t number) {
  slots_[number].connection.close();
  resting_.emplace_back(now_ + options_.rest, number);
}

void LoadLoop::wake_rested() {
  while (!over_ && !resting_.empty() && resting_.front().first <= now_) {
    const std::size_t number = resting_.front().second;
    resting_.pop_front();
    open(number);
  }
}

// Whether the connection has something to do now.
bool LoadLoop::feed(std::size_t number) {
  request_.clear();
  if (has_stopped_) return false;
  const LoadTurn turn = work_.next(number, now_, request_, due_);
  if (turn == LoadTurn::over) be_over();
  if (turn != LoadTurn::send) return false;
  Slot& slot = slots_[number];
  slot.has_request = true;
  slot.heard = now_;
  ++busy_;
  settle(number, slot.connection.start(request_));
  return true;
}

void LoadLoop::feed_idle() {
  while (!over_ && !idle_.empty() && due_ <= now_) {
    const std::size_t number = idle_.back();
    idle_.pop_back();
    now_ = load_now();
    if (!feed(number)) {
      idle_.push_back(number);
      return;
    }
  }
}

void LoadLoop::be_over() {
  if (over_) return;
  over_ = true;
  over_since_ = now_;
}

void LoadLoop::look_for_stop() {
  if (has_stopped_ || !stopped_.load(std::memory_order_relaxed)) return;
  has_stopped_ = true;
  give_up_at_ = now_ + options_.stop_max;
  be_over();
}

void LoadLoop::sweep() {
  if (now_ >= give_up_at_) return give_up(LoadMoment::max(), load_failure::unanswered);
  if (now_ < next_sweep_) return;
  next_sweep_ = now_ + sweep_every_;
  if (!over_) return give_up(now_ - options_.silence_max, load_failure::silence);
  if (now_ - over_since_ < options_.drain_max) return;
  give_up(now_ - options_.drain_max, load_failure::unanswered);
}

// Requests of which nothing was heard since then.
void LoadLoop::give_up(LoadMoment since, std::string_view why) {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].has_request && slots_[i].heard < since) ended(i, why);
  }
}

}  // namespace pail::net
