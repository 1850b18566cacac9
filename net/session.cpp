#include "net/session.hpp"

#include "net/session_call.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// A head, and the start of what follows it.
constexpr std::size_t buffer_bytes_max = wire::limits::head_bytes_max + 4096;

}  // namespace

Session::Session(LoopState& state, Socket socket, std::string peer)
    : state_(state),
      channel_(state, std::move(socket)),
      peer_(std::move(peer)),
      buffer_(buffer_bytes_max) {
  head_.request.peer = peer_;
}

Task<void> run_session(std::unique_ptr<Session> session) {
  co_await session->run();
}
Task<void> turn_away(std::unique_ptr<Session> session) {
  co_await session->turn_away();
}

Task<void> Session::run() {
  if (channel_.is_tls()) {
    const bool shaken = co_await handshake();
    if (!shaken) co_return;
  }
  while (keep_alive_) {
    const bool received = co_await receive_head();
    if (!received) break;
    co_await serve();
  }
}

// A client of TLS learns of it by the closed connection alone: a handshake is what there is no room
// for.
Task<void> Session::turn_away() {
  if (!channel_.is_tls()) co_await refuse(Errc::SlowDown);
}

Task<bool> Session::handshake() {
  const bool shaken = co_await channel_.handshake();
  if (shaken) {
    peer_subject_ = channel_.peer_subject();
    head_.request.tls = true;
    head_.request.peer_subject = peer_subject_;
  } else if (channel_.takes_plain_http()) {
    co_await refuse({Errc::BadRequest, "This port speaks https, and was asked in http."});
  }
  co_return shaken;
}

// False when the connection has served its last request.
Task<bool> Session::receive_head() {
  buffer_.compact();
  channel_.enter(Phase::idle);
  for (;;) {
    Result<bool> whole = parse_head();
    if (!whole) {
      co_await refuse(std::move(whole).error());
      co_return false;
    }
    if (whole.value()) co_return true;
    if (state_.stopping && channel_.phase() == Phase::idle) co_return false;
    bool heard = false;
    if (buffer_.holds_memory()) {
      Failure failure;
      const std::size_t n = co_await channel_.read(buffer_.room(), failure);
      buffer_.received(n);
      heard = n > 0;
    } else {
      // The first wait needs no buffer: most idle connections stay idle.
      heard = co_await channel_.readable();
      if (heard) buffer_.allocate();
    }
    if (!heard) {
      const bool go_on = co_await outlast_silence();
      if (!go_on) co_return false;
    }
  }
}

// Whether the head is whole. It is consumed then, and its views stay valid while the request lasts.
Result<bool> Session::parse_head() {
  if (buffer_.unread().empty()) return false;
  PAIL_TRY(const std::size_t size, parse_request_head(buffer_.text(), head_));
  if (size == 0 && channel_.phase() == Phase::idle) channel_.enter(Phase::head);
  buffer_.consume(size);
  return size > 0;
}

// After a wait that brought nothing. True when it is worth going on.
Task<bool> Session::outlast_silence() {
  if (channel_.phase() == Phase::head && channel_.expired()) co_await refuse(Errc::RequestTimeout);
  if (!channel_.take_request_to_rest() || state_.stopping) co_return false;
  buffer_.release();
  head_.request.headers = wire::Headers();
  reply_head_ = std::string();
  co_return true;
}

// What came was no request we can answer for: there is no telling where the next one would start.
Task<void> Session::refuse(wire::Error error) {
  may_block_ = false;
  co_await fail(std::move(error), nullptr, nullptr);
  keep_alive_ = false;
  const bool sent = co_await send(false);
  if (sent) co_await linger();
}

Task<void> Session::serve() {
  body_ = BodyFraming::of({head_.request.content_length, head_.request.chunked});
  awaits_continue_ = head_.expects_continue && buffer_.unread().empty();
  channel_.enter(Phase::service);
  may_block_ = state_.service.may_block(head_.request);
  finished_ = false;
  std::unique_ptr<Upload> upload;
  const auto ask = [this, &upload]() -> Result<void> {
    upload = begin();
    return upload ? take_what_came(*upload) : wire::ok();
  };
  Result<void> done = wire::ok();
  if (may_block_) {
    done = co_await on_pool(ask);
  } else {
    done = guarded(ask);
  }
  if (done && upload && !finished_) done = co_await receive(upload.get());
  if (!done) co_await fail(done.error(), &head_.request, upload.get());
  upload.reset();
  if (reply_.later) {
    const bool redeemed = co_await redeem();
    if (!redeemed) {
      keep_alive_ = false;
      co_return;
    }
  }
  keep_alive_ = may_keep_alive();
  const bool sent = co_await send(head_.request.method == "HEAD");
  if (!sent || !body_.done()) co_await settle(sent);
}

// Null when the service answered at once, into reply_.
std::unique_ptr<Upload> Session::begin() {
  Begin begun = state_.service.begin(head_.request);
  if (auto* upload = std::get_if<std::unique_ptr<Upload>>(&begun)) return std::move(*upload);
  reply_ = std::get<Reply>(std::move(begun));
  return nullptr;
}

// Has the service put an error into words, into reply_.
Task<void> Session::fail(wire::Error error, const Request* request, Upload* upload) {
  const auto put_into_words = [&] {
    reply_ = state_.service.fail(error, request, upload);
    return Result<void>(wire::ok());
  };
  Result<void> done = wire::ok();
  if (may_block_) {
    done = co_await on_pool(put_into_words);
  } else {
    done = guarded(put_into_words);
  }
  // A service that throws even here gets the bare status: the client learns that much.
  if (!done || reply_.later || std::holds_alternative<std::unique_ptr<Source>>(reply_.body)) {
    reply_ = Reply{};
    reply_.status = wire::info(Errc::InternalError).status;
  }
}

}  // namespace pail::net
