// The way in: a request's body, from the connection into an Upload or into nothing.
#include "net/aside.hpp"
#include "net/session_call.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// Ours: of a body with less to come, receiving would be over before the change of threads paid off.
constexpr std::uint64_t aside_bytes_min = 4 * PiecePool::piece_bytes;

constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

// What of the body came together with the head: of a small one all, which then is one call and, on
// the pool, one change of threads instead of three.
Result<void> Session::take_what_came(Upload& upload) {
  way_in_ = upload.carriage();
  if (awaits_continue_ || way_in_ != nullptr) return wire::ok();
  PAIL_TRY(const BodyPiece piece, body_.take(buffer_.unread()));
  buffer_.consume(piece.consumed);
  return write(upload, piece.payload);
}

// Together with the end where this is the last of the body, and nothing may come between them.
Result<void> Session::write(Upload& upload, Bytes payload) {
  if (!payload.empty()) {
    PAIL_TRY(upload.write(payload));
  }
  return body_.done() && way_in_ == nullptr ? finish(upload) : wire::ok();
}

Result<void> Session::finish(Upload& upload) {
  PAIL_TRY(reply_, upload.finish());
  finished_ = true;
  return wire::ok();
}

// The rest of the body into `upload`, and what comes of it into reply_.
Task<Result<void>> Session::receive(Upload* upload) {
  channel_.enter(Phase::body);
  PAIL_CO_TRY(co_await pump(upload));
  if (finished_) co_return wire::ok();
  const auto end = [this, upload] { return finish(*upload); };
  if (!may_block_) co_return guarded(end);
  co_return co_await on_pool(end);
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
  if (upload != nullptr && way_in_ != nullptr) co_return co_await pump_as_told(upload, *way_in_);
  std::size_t consumed = 0;
  const Result<void> first = co_await deliver(buffer_.unread(), consumed, upload);
  buffer_.consume(consumed);
  if (!first) co_return first.error();
  const bool aside = upload != nullptr && state_.takes_aside && body_.certain() >= aside_bytes_min;
  if (aside) co_return co_await pump_aside(upload);
  co_return co_await pump_pieces(upload, nullptr);
}

// Each piece is taken by the upload on another thread while the next one is received; in their
// order, never two at once.
Task<Result<void>> Session::pump_aside(Upload* upload) {
  Aside aside(channel_.executor(), state_.pool.threads());
  const Result<void> received = co_await pump_pieces(upload, &aside);
  channel_.enter(Phase::service);
  Result<void> taken = co_await aside.result();
  if (!received) co_return received.error();
  co_return std::move(taken);
}

Task<Result<void>> Session::pump_pieces(Upload* upload, Aside* aside) {
  std::size_t since_yield = 0;
  while (!body_.done()) {
    PAIL_CO_TRY(const std::size_t n, co_await receive_piece(upload, aside));
    since_yield += n;
    if (since_yield >= Channel::turn_bytes) {
      since_yield = 0;
      co_await channel_.yield();
    }
  }
  co_return wire::ok();
}

// Waits without holding a buffer: what is lent to a silent connection is missing elsewhere.
Task<Result<std::size_t>> Session::receive_piece(Upload* upload, Aside* aside,
                                                 std::uint64_t bytes_max) {
  if (channel_.phase() == Phase::service) channel_.enter(Phase::body);
  std::size_t got = 0;
  for (;;) {
    {
      auto lease = state_.pieces.borrow();
      const std::uint64_t wanted = std::min(body_.certain(), bytes_max);
      const auto room = lease.bytes().first(
          static_cast<std::size_t>(std::min<std::uint64_t>(wanted, lease.bytes().size())));
      const auto n = channel_.try_read(room);
      if (n == std::size_t{0}) co_return Errc::IncompleteBody;
      if (n && aside != nullptr) {
        PAIL_CO_TRY(co_await deliver_aside(room.first(*n), got, upload, *aside, std::move(lease)));
        co_return got;
      }
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
  const auto take = [this, upload, payload = piece.payload] { return write(*upload, payload); };
  if (!may_block_) co_return guarded(take);
  co_return co_await on_pool(take);
}

// The end of the body is not told here: body_ goes on being read while this is taken.
Task<Result<void>> Session::deliver_aside(std::span<char> received, std::size_t& consumed,
                                          Upload* upload, Aside& aside, PiecePool::Lease lease) {
  PAIL_CO_TRY(const BodyPiece piece, body_.take(received));
  consumed = piece.consumed;
  if (piece.payload.empty()) co_return wire::ok();
  if (aside.is_full()) channel_.enter(Phase::service);
  PAIL_CO_TRY(co_await aside.room());
  channel_.enter(Phase::body);
  aside.start(std::move(lease), [this, upload, payload = piece.payload] {
    const auto take = [upload, payload] { return upload->write(payload); };
    return guarded(take);
  });
  co_return wire::ok();
}

}  // namespace pail::net
