// The way out: a reply's head and body, and what becomes of the connection afterwards.
#include "net/reply_head.hpp"
#include "net/session_call.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// Ours: reading this much that nobody wants is cheaper than a new connection; a longer rest is cut
// off.
constexpr std::uint64_t drained_bytes_max = 64 * 1024;

std::size_t most_of(std::uint64_t remaining) noexcept {
  return static_cast<std::size_t>(std::min<std::uint64_t>(remaining, Channel::turn_bytes));
}

// A Source that is shorter or longer than it said is broken.
Result<Bytes> checked(const Result<Bytes>& piece, std::size_t bytes_max) {
  const bool kept_its_word =
      !piece || (!piece.value().empty() && piece.value().size() <= bytes_max);
  return kept_its_word ? piece : Errc::InternalError;
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
    std::optional<Result<Bytes>> piece = piece_at_once(**source, remaining);
    if (!piece) piece = co_await piece_on_pool(**source, remaining);
    if (!*piece) {
      co_await fail(piece->error(), &head_.request, nullptr);
      keep_alive_ = keep_alive_ && !broken_;
      co_return co_await send(to_head);
    }
    first = piece->value();
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
    std::optional<Result<Bytes>> next = piece_at_once(source, remaining);
    if (!next) next = co_await piece_on_pool(source, remaining);
    if (!*next) co_return false;
    const Bytes piece = next->value();
    channel_.enter(Phase::reply);
    Channel::Buffers parts{asio::buffer(piece.data(), piece.size()), {}};
    if (!channel_.try_write(parts)) co_return false;
    if (!channel_.is_sent(parts)) {
      const bool written = co_await channel_.write(parts);
      if (!written) co_return false;
    }
    remaining -= piece.size();
    since_yield += piece.size();
  }
  co_return true;
}

// What needs neither a wait nor, since most bodies are one piece in memory, a coroutine.
std::optional<Result<Bytes>> Session::piece_at_once(Source& source,
                                                    std::uint64_t remaining) noexcept {
  if (may_block_) return std::nullopt;
  const std::size_t bytes_max = most_of(remaining);
  const auto next = [&source, bytes_max]() -> std::optional<Result<Bytes>> {
    const auto piece = source.next_at_once(bytes_max);
    if (!piece) return std::nullopt;
    return checked(*piece, bytes_max);
  };
  return guarded(next);
}

Task<Result<Bytes>> Session::piece_on_pool(Source& source, std::uint64_t remaining) {
  const std::size_t bytes_max = most_of(remaining);
  return on_pool([&source, bytes_max] { return checked(source.next(bytes_max), bytes_max); });
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
