// The way in: a request's body, from the connection into an Upload or into nothing.
#include "net/session_call.hpp"

namespace pail::net {
namespace {

using wire::Errc;

constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

// The whole body into `upload`, and what comes of it into reply_.
Task<Result<void>> Session::receive(Upload* upload) {
  channel_.enter(Phase::body);
  PAIL_CO_TRY(co_await pump(upload));
  const auto finish = [this, upload]() -> Result<void> {
    PAIL_TRY(reply_, upload->finish());
    return wire::ok();
  };
  if (!may_block_) co_return guarded(finish);
  co_return co_await on_pool(finish);
}

// The rest of the body into `upload`; null throws it away. IncompleteBody when the client ends
// before the body does, RequestTimeout when it falls silent, BadRequest for broken chunks, and what
// the upload itself refuses.
Task<Result<void>> Session::pump(Upload* upload) {
  if (upload != nullptr && awaits_continue_) {
    awaits_continue_ = false;
    const bool sent = co_await channel_.write({asio::buffer(continue_head), {}});
    if (!sent) co_return Errc::IncompleteBody;
  }
  const Carriage* const told = upload != nullptr ? upload->carriage() : nullptr;
  if (told != nullptr) co_return co_await pump_as_told(upload, *told);
  std::size_t consumed = 0;
  const Result<void> first = co_await deliver(buffer_.unread(), consumed, upload);
  buffer_.consume(consumed);
  if (!first) co_return first.error();
  std::size_t since_yield = 0;
  while (!body_.done()) {
    PAIL_CO_TRY(const std::size_t n, co_await receive_piece(upload));
    since_yield += n;
    if (since_yield >= Channel::turn_bytes) {
      since_yield = 0;
      co_await channel_.yield();
    }
  }
  co_return wire::ok();
}

// Waits without holding a buffer: what is lent to a silent connection is missing elsewhere.
Task<Result<std::size_t>> Session::receive_piece(Upload* upload, std::uint64_t bytes_max) {
  if (channel_.phase() == Phase::service) channel_.enter(Phase::body);
  std::size_t got = 0;
  for (;;) {
    {
      const auto lease = state_.pieces.borrow();
      const std::uint64_t wanted = std::min(body_.certain(), bytes_max);
      const auto room = lease.bytes().first(
          static_cast<std::size_t>(std::min<std::uint64_t>(wanted, lease.bytes().size())));
      const auto n = channel_.try_read(room);
      if (n == std::size_t{0}) co_return Errc::IncompleteBody;
      if (n) {
        PAIL_CO_TRY(co_await deliver(room.first(*n), got, upload));
        co_return got;
      }
    }
    if (!co_await channel_.readable()) {
      co_return channel_.expired() ? Errc::RequestTimeout : Errc::IncompleteBody;
    }
  }
}

Task<Result<void>> Session::deliver(std::span<char> received, std::size_t& consumed,
                                    Upload* upload) {
  PAIL_CO_TRY(const BodyPiece piece, body_.take(received));
  consumed = piece.consumed;
  if (upload == nullptr || piece.payload.empty()) co_return wire::ok();
  const auto write = [upload, payload = piece.payload] { return upload->write(payload); };
  if (!may_block_) co_return guarded(write);
  co_return co_await on_pool(write);
}

}  // namespace pail::net
