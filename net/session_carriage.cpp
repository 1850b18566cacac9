// An exchange that is carried as its Carriage says: late, slowly, with a silence in its midst, or
// not to its end. Apart from the ordinary way, which none of this may slow down.
#include "net/pacer.hpp"
#include "net/reply_head.hpp"
#include "net/session_call.hpp"
#include "net/vigil.hpp"

namespace pail::net {
namespace {

using wire::Errc;

Pacer::Time now() noexcept {
  return Clock::now().time_since_epoch();
}

}  // namespace

// False when the client went away meanwhile, or the server stops.
Task<bool> Session::wait(std::chrono::milliseconds time) {
  if (time.count() <= 0) co_return true;
  Vigil vigil(channel_);
  const Vigil::End end = co_await vigil.keep(time);
  co_return end == Vigil::End::time_over;
}

// What the buffer holds already comes first.
Task<Result<std::size_t>> Session::receive_slice(Upload* upload, std::size_t bytes_max) {
  channel_.enter(Phase::body);
  const std::span<char> here = buffer_.unread();
  if (here.empty()) co_return co_await receive_piece(upload, nullptr, bytes_max);
  std::size_t consumed = 0;
  const Result<void> delivered =
      co_await deliver(here.first(std::min(here.size(), bytes_max)), consumed, upload);
  buffer_.consume(consumed);
  if (!delivered) co_return delivered.error();
  co_return consumed;
}

// A body that is shorter than the cut wants it is cut at its end: the upload never learns of it.
Task<Result<void>> Session::pump_as_told(Upload* upload, const Carriage& told) {
  Pacer pacer = Pacer::of_request(told, now());
  while (!body_.done() && pacer.room() > 0) {
    const bool go_on = co_await wait(pacer.wait(now()));
    if (!go_on) {
      channel_.close();
      co_return Errc::IncompleteBody;
    }
    PAIL_CO_TRY(const std::size_t n, co_await receive_slice(upload, pacer.room()));
    pacer.moved(n, now());
  }
  if (!told.cut || told.cut->when != Cut::When::after_request_bytes) co_return wire::ok();
  channel_.cut(told.cut->reset);
  co_return Errc::IncompleteBody;
}

// The way out. `first` is the start of the body's `size` bytes; `source` has the rest.
Task<bool> Session::send_as_told(const Reply& reply, Source* source, Bytes first,
                                 std::uint64_t size, bool to_head) {
  const Carriage& told = *reply.carriage;
  const bool go_on = co_await wait(told.delay);
  if (!go_on) co_return false;
  if (told.cut && told.cut->when != Cut::When::after_response_bytes) {
    co_return cut(told.cut->reset);
  }
  write_reply_head(reply_head_, reply, {head_.request.version, keep_alive_, to_head});
  channel_.enter(Phase::reply);
  const bool written = co_await channel_.write({asio::buffer(reply_head_), {}});
  if (!written) co_return false;
  const bool sent = co_await stream_as_told(told, source, first, size);
  if (!sent || !told.cut) co_return sent;
  co_return cut(told.cut->reset);
}

Task<bool> Session::stream_as_told(const Carriage& told, Source* source, Bytes piece,
                                   std::uint64_t remaining) {
  Pacer pacer = Pacer::of_answer(told, now());
  while (remaining > 0 && pacer.room() > 0) {
    const bool go_on = co_await wait(pacer.wait(now()));
    if (!go_on) co_return false;
    if (piece.empty()) {
      std::optional<Result<Bytes>> next = piece_at_once(*source, remaining);
      if (!next) next = co_await piece_on_pool(*source, remaining);
      if (!*next) co_return false;
      piece = next->value();
    }
    const Bytes slice = piece.first(std::min(piece.size(), pacer.room()));
    channel_.enter(Phase::reply);
    const bool written = co_await channel_.write({asio::buffer(slice.data(), slice.size()), {}});
    if (!written) co_return false;
    piece = piece.subspan(slice.size());
    remaining -= slice.size();
    pacer.moved(slice.size(), now());
  }
  co_return true;
}

// True: all that was to be sent has been.
bool Session::cut(bool reset) noexcept {
  channel_.cut(reset);
  keep_alive_ = false;
  return true;
}

}  // namespace pail::net
