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
  while (keep_alive_) {
    const bool received = co_await receive_head();
    if (!received) break;
    co_await serve();
  }
}

Task<void> Session::turn_away() {
  co_await refuse(Errc::SlowDown);
}

// False when the connection has served its last request.
Task<bool> Session::receive_head() {
  buffer_.compact();
  channel_.enter(Phase::idle);
  for (;;) {
    if (!buffer_.unread().empty()) {
      const Result<std::size_t> size = parse_request_head(buffer_.text(), head_);
      if (!size) {
        co_await refuse(size.error());
        co_return false;
      }
      if (size.value() > 0) {
        buffer_.consume(size.value());
        co_return true;
      }
      if (channel_.phase() == Phase::idle) channel_.enter(Phase::head);
    }
    if (!co_await wait_for_bytes()) co_return false;
  }
}

Task<bool> Session::wait_for_bytes() {
  if (channel_.phase() == Phase::idle && state_.stopping) co_return false;
  const std::size_t n = co_await channel_.read(buffer_.room());
  buffer_.received(n);
  if (n > 0) co_return true;
  if (channel_.phase() == Phase::head && channel_.expired()) co_await refuse(Errc::RequestTimeout);
  if (!channel_.asked_to_rest() || state_.stopping) co_return false;
  buffer_.release();
  co_return co_await channel_.readable();
}

Task<void> Session::serve() {
  const Request& request = head_.request;
  body_ = BodyFraming::of({request.content_length, request.chunked});
  awaits_continue_ = head_.expects_continue && buffer_.unread().empty();
  channel_.enter(Phase::service);
  auto begun = co_await call([&] { return Result<Begin>(state_.service.begin(request)); });
  if (!begun) {
    co_await answer(co_await failure_reply(begun.error(), &request, nullptr));
  } else if (auto* upload = std::get_if<std::unique_ptr<Upload>>(&begun.value())) {
    co_await answer(co_await receive(std::move(*upload)));
  } else {
    co_await answer(std::get<Reply>(std::move(begun).value()));
  }
}

// What came was no request we can answer for: there is no telling where the next one would start.
Task<void> Session::refuse(wire::Error error) {
  keep_alive_ = false;
  Reply reply = co_await failure_reply(std::move(error), nullptr, nullptr);
  if (co_await send(std::move(reply), false)) co_await linger();
}

Task<Reply> Session::failure_reply(wire::Error error, const Request* request, Upload* upload) {
  auto reply =
      co_await call([&] { return Result<Reply>(state_.service.fail(error, request, upload)); });
  // A service that throws even here gets the bare status: the client learns that much.
  if (!reply || std::holds_alternative<std::unique_ptr<Source>>(reply.value().body)) {
    Reply bare;
    bare.status = wire::info(Errc::InternalError).status;
    co_return bare;
  }
  co_return std::move(reply).value();
}

}  // namespace pail::net
