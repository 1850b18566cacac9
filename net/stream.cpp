#include "net/stream.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/cancelled.hpp"
#include "net/failure.hpp"
#include "wire/text.hpp"

namespace pail::net {
namespace {

using asio::ip::tcp;
using wire::Errc;
using SteadyClock = std::chrono::steady_clock;

auto into(Stream::Failure& failure) {
  return asio::redirect_error(asio::use_awaitable, failure);
}

// Addresses that need no resolver; empty for a name that does.
std::vector<tcp::endpoint> known_endpoints(const Origin& origin) {
  Stream::Failure failure;
  const auto address = asio::ip::make_address(origin.host, failure);
  if (!failure) return {{address, origin.port}};
  if (!is_loopback(origin.host)) return {};
  return {{asio::ip::address_v4::loopback(), origin.port},
          {asio::ip::address_v6::loopback(), origin.port}};
}

}  // namespace

// The system's resolver cannot be interrupted: whoever gives up leaves it behind, and this with it.
struct Stream::Lookup {
  explicit Lookup(const asio::any_io_executor& executor)
      : resolver(executor), over(executor, SteadyClock::time_point::max()) {}

  static void start(const std::shared_ptr<Lookup>& lookup, const Origin& peer) {
    lookup->resolver.async_resolve(
        peer.host, std::to_string(peer.port), tcp::resolver::numeric_service,
        [lookup](const Failure& failed, const tcp::resolver::results_type& found) {
          lookup->outcome = failed;
          for (const auto& entry : found) lookup->endpoints.push_back(entry.endpoint());
          lookup->over.cancel();
        });
  }

  tcp::resolver resolver;
  asio::steady_timer over;  // cancelled when there is an answer, or nobody waits for one any more
  Failure outcome;
  std::vector<tcp::endpoint> endpoints;
};

Stream::Stream(const asio::any_io_executor& executor, std::string name, PiecePool& pieces)
    : name_(std::move(name)), pieces_(pieces), socket_(executor), timer_(executor) {
  clear_deadline();
}

Stream::~Stream() {
  if (tls_) tls_->say_goodbye();
}

asio::awaitable<Result<void>> Stream::connect(const Origin& peer,
                                              std::chrono::milliseconds time_max) {
  set_deadline(time_max);
  PAIL_CO_TRY(const auto endpoints, co_await resolve(peer));
  const auto stop = co_await asio::this_coro::cancellation_state;
  Failure failed;
  for (const tcp::endpoint& endpoint : endpoints) {
    PAIL_CO_TRY(go_on("connect", stop));
    if (socket_.is_open()) socket_.close(failed);
    co_await socket_.async_connect(endpoint, into(failed));
    if (!failed) break;
  }
  if (failed) co_return failure("connect", failed, stop);
  socket_.set_option(tcp::no_delay(true), failed);
  socket_.non_blocking(true, failed);  // for has_input and TLS
  clear_deadline();
  co_return wire::ok();
}

asio::awaitable<Result<std::vector<tcp::endpoint>>> Stream::resolve(const Origin& peer) {
  std::vector<tcp::endpoint> endpoints = known_endpoints(peer);
  if (!endpoints.empty()) co_return endpoints;
  const auto stop = co_await asio::this_coro::cancellation_state;
  PAIL_CO_TRY(go_on("resolve", stop));
  lookup_ = std::make_shared<Lookup>(socket_.get_executor());
  Lookup::start(lookup_, peer);
  Failure over;
  co_await lookup_->over.async_wait(into(over));
  const auto lookup = std::exchange(lookup_, nullptr);
  lookup->resolver.cancel();
  PAIL_CO_TRY(go_on("resolve", stop));
  if (lookup->outcome) co_return failure("resolve", lookup->outcome, stop);
  co_return std::move(lookup->endpoints);
}

asio::awaitable<Result<void>> Stream::start_tls(std::shared_ptr<TlsContext> context,
                                                const Origin& server,
                                                std::chrono::milliseconds time_max) {
  set_deadline(time_max);
  tls_ = std::make_unique<Tls>(std::move(context), socket_.native_handle(), pieces_,
                               Tls::ToServer{server.host, host_field(server)});
  for (;;) {
    const Tls::Step step = tls_->handshake();
    if (step == Tls::Step::done) break;
    PAIL_CO_TRY(co_await until(step, "tls"));
  }
  clear_deadline();
  co_return wire::ok();
}

// Until that step is worth taking again.
asio::awaitable<Result<void>> Stream::until(Tls::Step step, std::string_view phase) {
  if (step == Tls::Step::failed) {
    wire::Error why = failure(tls_->was_cut() ? phase : "tls", std::string_view(tls_->why()));
    if (tls_->refuses_certificate()) why.with(cause_element, cause_certificate);
    co_return why;
  }
  const auto stop = co_await asio::this_coro::cancellation_state;
  PAIL_CO_TRY(go_on(phase, stop));
  Failure failed;
  const auto what =
      step == Tls::Step::wants_read ? tcp::socket::wait_read : tcp::socket::wait_write;
  co_await socket_.async_wait(what, into(failed));
  if (failed) co_return failure(phase, failed, stop);
  co_return wire::ok();
}

asio::awaitable<Result<std::size_t>> Stream::read(std::span<char> room, std::string_view phase) {
  if (tls_) co_return co_await read_tls(room, phase);
  const auto stop = co_await asio::this_coro::cancellation_state;
  PAIL_CO_TRY(go_on(phase, stop));
  Failure failed;
  const std::size_t n =
      co_await socket_.async_read_some(asio::buffer(room.data(), room.size()), into(failed));
  if (failed && failed != asio::error::eof) co_return failure(phase, failed, stop);
  co_return n;
}

asio::awaitable<Result<std::size_t>> Stream::read_tls(std::span<char> room,
                                                      std::string_view phase) {
  const auto stop = co_await asio::this_coro::cancellation_state;
  PAIL_CO_TRY(go_on(phase, stop));
  for (;;) {
    std::size_t n = 0;
    const Tls::Step step = tls_->read(room, n);
    if (step == Tls::Step::closed) co_return std::size_t{0};
    if (step == Tls::Step::done) {
      // As a plain read does: a fast peer must not keep others from their turn.
      co_await asio::post(asio::use_awaitable);
      co_return n;
    }
    PAIL_CO_TRY(co_await until(step, phase));
  }
}

asio::awaitable<Result<void>> Stream::write(Buffers parts, std::string_view phase) {
  if (tls_) co_return co_await write_tls(parts, phase);
  const auto stop = co_await asio::this_coro::cancellation_state;
  Failure failed;
  while (asio::buffer_size(parts) > 0) {
    PAIL_CO_TRY(go_on(phase, stop));
    const std::size_t n = co_await socket_.async_write_some(parts, into(failed));
    if (failed) co_return failure(phase, failed, stop);
    const std::size_t of_first = std::min(n, parts[0].size());
    parts = {parts[0] + of_first, parts[1] + (n - of_first)};
  }
  co_return wire::ok();
}

asio::awaitable<Result<void>> Stream::write_tls(Buffers parts, std::string_view phase) {
  const auto stop = co_await asio::this_coro::cancellation_state;
  PAIL_CO_TRY(go_on(phase, stop));
  for (;;) {
    const Tls::Step step = tls_->write(parts);
    if (step == Tls::Step::done) break;
    PAIL_CO_TRY(co_await until(step, phase));
  }
  co_await asio::post(asio::use_awaitable);
  co_return wire::ok();
}

// What TLS has to say to itself is no input.
asio::awaitable<bool> Stream::readable() {
  const auto stop = co_await asio::this_coro::cancellation_state;
  Failure failed;
  while (!failed && !expired_ && !is_cancelled(stop)) {
    if (has_input()) co_return true;
    co_await socket_.async_wait(tcp::socket::wait_read, into(failed));
  }
  co_return false;
}

tcp::endpoint Stream::peer() const {
  Failure ignored;
  return socket_.remote_endpoint(ignored);
}

void Stream::set_deadline(std::chrono::milliseconds from_now) {
  const Moment now = SteadyClock::now();
  deadline_ = std::min(now + from_now, limit_);
  // A peer that never lets us wait leaves the timer nothing to end.
  expired_ = now >= limit_;
  if (!armed_ || deadline_ < timer_.expiry()) arm();
}

void Stream::clear_deadline() noexcept {
  deadline_ = Moment::max();
  armed_ = false;
  timer_.cancel();
}

void Stream::arm() {
  armed_ = true;
  timer_.expires_at(deadline_);
  timer_.async_wait([weak = weak_from_this()](const Failure& cancelled) {
    const auto self = weak.lock();
    if (!self || cancelled) return;
    self->armed_ = false;
    if (self->deadline_ == Moment::max()) return;
    if (self->deadline_ > SteadyClock::now()) return self->arm();
    self->expire();
  });
}

void Stream::expire() noexcept {
  expired_ = true;
  Failure ignored;
  if (lookup_) lookup_->over.cancel();
  socket_.cancel(ignored);
}

bool Stream::has_input() noexcept {
  if (tls_) return tls_->peek() != Tls::Step::wants_read;
  Failure failed;
  char byte = 0;
  socket_.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, failed);
  return failed != asio::error::would_block;
}

// What happened while nothing was under way is noticed here.
Result<void> Stream::go_on(std::string_view phase, const asio::cancellation_state& stop) const {
  if (is_cancelled(stop)) return failure(phase, Failure(), stop);
  if (expired_) return expiry(phase);
  return wire::ok();
}

wire::Error Stream::expiry(std::string_view phase) const {
  const bool in_phase = SteadyClock::now() < limit_;
  return failure(phase, in_phase ? "timed out" : "timed out: the whole took too long")
      .with(cause_element, cause_timeout);
}

wire::Error Stream::failure(std::string_view phase, const Failure& why,
                            const asio::cancellation_state& stop) const {
  if (is_cancelled(stop)) return wire::Error(Errc::Cancelled).with(phase_element, phase);
  if (expired_) return expiry(phase);
  return failure(phase, std::string_view(why.message()));
}

wire::Error Stream::failure(std::string_view phase, std::string_view why) const {
  const std::string text = name_ + ": " + std::string(phase) + ": " + std::string(why);
  return wire::Error(Errc::NetworkFailure, text).with(phase_element, phase);
}

}  // namespace pail::net
