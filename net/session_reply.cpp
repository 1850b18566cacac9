// The way out: a reply's head and body, and what becomes of the connection afterwards.
#include "net/reply_head.hpp"
#include "net/session_call.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// Ours: reading this much that nobody wants is cheaper than a new connection; a longer rest is cut
// off.
constexpr std::uint64_t drained_bytes_max = 64 * 1024;

Result<Bytes> piece_of(Source& source, std::uint64_t remaining) {
  const auto bytes_max =
      static_cast<std::size_t>(std::min<std::uint64_t>(remaining, Channel::turn_bytes));
  PAIL_TRY(const Bytes piece, source.next(bytes_max));
  // Shorter or longer than it said.
  if (piece.empty() || piece.size() > bytes_max) return Errc::InternalError;
  return piece;
}

}  // namespace

// Whoever was refused while it waited to be asked for its body, even an empty one, is let go:
// botocore takes that refusal's status for its next answer on the same connection, and hangs.
bool Session::may_keep_alive() const noexcept {
  const bool rest_is_small =
      !awaits_continue_ &&
      (body_.done() || (!head_.request.chunked && body_.certain() <= drained_bytes_max));
  return head_.keep_alive && !reply_.close && !broken_ && !state_.stopping && rest_is_small;
}

// Sends reply_. False when not all of it could be sent.
Task<bool> Session::send(bool to_head) {
  Reply reply = std::exchange(reply_, Reply{});
  if (channel_.is_cut()) {
    keep_alive_ = false;
    co_return true;
  }
  std::uint64_t remaining = may_have_body(reply.status, to_head) ? reply.body_size() : 0;
  Bytes first;
  const auto* source = std::get_if<std::unique_ptr<Source>>(&reply.body);
  if (source != nullptr && remaining > 0) {
    // Before the head: a source that fails at once is answered as an error, not as a broken body.
    Result<Bytes> piece = Bytes();
    if (may_block_) {
      piece = co_await next_piece(**source, remaining);
    } else {  // no coroutine for it: most bodies are one piece that is in memory
      piece = piece_at_once(**source, remaining);
    }
    if (!piece) {
      co_await fail(piece.error(), &head_.request, nullptr);
      keep_alive_ = keep_alive_ && !broken_;
      co_return co_await send(to_head);
    }
    first = piece.value();
  } else if (const auto* text = std::get_if<std::string>(&reply.body); text && remaining > 0) {
    first = wire::as_bytes(*text);
  }
  if (reply.carriage) {
    Source* const body = source != nullptr ? source->get() : nullptr;
    co_return co_await send_as_told(reply, body, first, remaining, to_head);
  }
  write_reply_head(reply_head_, reply, {head_.request.version, keep_alive_, to_head});
  channel_.enter(Phase::reply);
  Channel::Buffers parts{asio::buffer(reply_head_), asio::buffer(first.data(), first.size())};
  if (!channel_.try_write(parts)) co_return false;
  if (!channel_.is_sent(parts)) {
    const bool written = co_await channel_.write(parts);
    if (!written) co_return false;
  }
  if (remaining == first.size()) co_return true;
  co_return co_await stream(**source, remaining - first.size());
}

Task<bool> Session::stream(Source& source, std::uint64_t remaining) {
  std::uint64_t since_yield = 0;
  while (remaining > 0) {
    if (since_yield >= Channel::turn_bytes) {
      since_yield = 0;
      co_await channel_.yield();
    }
    const Result<Bytes> piece = co_await next_piece(source, remaining);
    if (!piece) co_return false;
    channel_.enter(Phase::reply);
    Channel::Buffers parts{asio::buffer(piece.value().data(), piece.value().size()), {}};
    if (!channel_.try_write(parts)) co_return false;
    if (!channel_.is_sent(parts)) {
      const bool written = co_await channel_.write(parts);
      if (!written) co_return false;
    }
    remaining -= piece.value().size();
    since_yield += piece.value().size();
  }
  co_return true;
}

Result<Bytes> Session::piece_at_once(Source& source, std::uint64_t remaining) noexcept {
  const auto next = [&source, remaining] { return piece_of(source, remaining); };
  return guarded(next);
}

Task<Result<Bytes>> Session::next_piece(Source& source, std::uint64_t remaining) {
  return call([&source, remaining] { return piece_of(source, remaining); });
}

// After a reply that could not be sent, or came before the request's body was read.
Task<void> Session::settle(bool sent) {
  if (sent && keep_alive_) {
    channel_.enter(Phase::body);
    const Result<void> drained = co_await pump(nullptr);
    keep_alive_ = drained.has_value();
    co_return;
  }
  keep_alive_ = false;
  if (sent) co_await linger();
}

// Ends the connection so that the client reads the reply: closing with its bytes unread would reset
// the connection.
Task<void> Session::linger() {
  channel_.shutdown_send();
  channel_.enter(Phase::linger);
  body_ = BodyFraming::until_close();
  const Result<void> rest = co_await pump(nullptr);
  static_cast<void>(rest);
}

}  // namespace pail::net
