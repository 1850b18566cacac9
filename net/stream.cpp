#include "net/stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "wire/text.hpp"

namespace pail::net {
namespace {

using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;

auto into(Stream::Failure& failure) {
  return asio::redirect_error(asio::use_awaitable, failure);
}

// RFC 6761 §6.3: never asked of a resolver. The reason that matters here: bucket names in front of
// localhost.
bool is_localhost(std::string_view host) {
  constexpr std::string_view suffix = ".localhost";
  return wire::iequals(host, "localhost") ||
         (host.size() > suffix.size() &&
          wire::iequals(host.substr(host.size() - suffix.size()), suffix));
}

// Addresses that need no resolver; empty for a name that does.
std::vector<tcp::endpoint> known_endpoints(const Origin& origin) {
  if (is_localhost(origin.host)) {
    return {{asio::ip::address_v4::loopback(), origin.port},
            {asio::ip::address_v6::loopback(), origin.port}};
  }
  Stream::Failure failure;
  const auto address = asio::ip::make_address(origin.host, failure);
  if (failure) return {};
  return {{address, origin.port}};
}

}  // namespace

Stream::Stream(const asio::any_io_executor& executor, const Origin& peer)
    : peer_(peer), socket_(executor), resolver_(executor), timer_(executor) {
  clear_deadline();
}

asio::awaitable<Result<void>> Stream::connect(std::chrono::milliseconds time_max) {
  if (peer_.tls) co_return failure("connect", "TLS is not supported");
  set_deadline(time_max);
  Failure failed;
  const std::vector<tcp::endpoint> endpoints = co_await resolve(failed);
  if (failed) co_return failure("resolve", failed);
  for (const tcp::endpoint& endpoint : endpoints) {
    if (socket_.is_open()) socket_.close(failed);
    co_await socket_.async_connect(endpoint, into(failed));
    if (!failed || expired_) break;
  }
  if (failed) co_return failure("connect", failed);
  socket_.set_option(tcp::no_delay(true), failed);
  socket_.non_blocking(true, failed);  // for has_input
  clear_deadline();
  co_return wire::ok();
}

asio::awaitable<std::vector<tcp::endpoint>> Stream::resolve(Failure& failed) {
  std::vector<tcp::endpoint> endpoints = known_endpoints(peer_);
  if (!endpoints.empty()) co_return endpoints;
  const auto found = co_await resolver_.async_resolve(peer_.host, std::to_string(peer_.port),
                                                      tcp::resolver::numeric_service, into(failed));
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  co_return endpoints;
}

asio::awaitable<Result<std::size_t>> Stream::read(std::span<char> room, std::string_view phase) {
  Failure failed;
  const std::size_t n =
      co_await socket_.async_read_some(asio::buffer(room.data(), room.size()), into(failed));
  if (failed && failed != asio::error::eof) co_return failure(phase, failed);
  co_return n;
}

asio::awaitable<Result<void>> Stream::write(Buffers parts, std::string_view phase) {
  Failure failed;
  while (asio::buffer_size(parts) > 0) {
    const std::size_t n = co_await socket_.async_write_some(parts, into(failed));
    if (failed) co_return failure(phase, failed);
    const std::size_t of_first = std::min(n, parts[0].size());
    parts = {parts[0] + of_first, parts[1] + (n - of_first)};
  }
  co_return wire::ok();
}

asio::awaitable<bool> Stream::readable() {
  Failure failed;
  co_await socket_.async_wait(tcp::socket::wait_read, into(failed));
  co_return !failed;
}

void Stream::set_deadline(std::chrono::milliseconds from_now) {
  deadline_ = SteadyClock::now() + from_now;
  expired_ = false;
  if (!armed_ || deadline_ < timer_.expiry()) arm();
}

void Stream::clear_deadline() noexcept {
  deadline_ = SteadyClock::time_point::max();
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
    if (self->deadline_ == SteadyClock::time_point::max()) return;
    if (self->deadline_ > SteadyClock::now()) return self->arm();
    self->expire();
  });
}

void Stream::expire() noexcept {
  expired_ = true;
  Failure ignored;
  resolver_.cancel();
  socket_.cancel(ignored);
}

bool Stream::has_input() noexcept {
  Failure failed;
  char byte = 0;
  socket_.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, failed);
  return failed != asio::error::would_block;
}

wire::Error Stream::failure(std::string_view phase, const Failure& why) const {
  return failure(phase, expired_ ? std::string("timed out") : why.message());
}

wire::Error Stream::failure(std::string_view phase, std::string_view why) const {
  const std::string text = to_string(peer_) + ": " + std::string(phase) + ": " + std::string(why);
  return wire::Error(wire::Errc::NetworkFailure, text).with("Phase", phase);
}

}  // namespace pail::net
