#include "net/load_connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace pail::net {
namespace {

bool would_block() noexcept {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

iovec part(std::string_view text) noexcept {
  return {const_cast<char*>(text.data()), text.size()};
}

}  // namespace

bool LoadConnection::open() {
  close();
  const int family = peer_.address.protocol().family();
  descriptor_ = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (descriptor_ < 0) return false;
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::connect(descriptor_, peer_.address.data(), static_cast<socklen_t>(peer_.address.size()));
  state_ = State::connecting;  // a refusal is seen as any other outcome: by SO_ERROR
  wants_write_ = true;
  return true;
}

void LoadConnection::close() noexcept {
  tls_.reset();
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  state_ = State::closed;
  wants_write_ = cannot_send_ = false;
  head_left_ = {};
  body_left_ = {};
}

LoadConnection::Step LoadConnection::end(std::string_view why) noexcept {
  why_ = why;
  return Step::ended;
}

LoadConnection::Step LoadConnection::start(LoadRequest& request) {
  state_ = State::busy;
  reader_.begin(request.is_head, request.wants_answer);
  head_left_ = request.head;
  body_left_ = request.body;
  const Step step = push();
  if (!head_left_.empty()) {
    kept_head_.assign(head_left_);
    head_left_ = kept_head_;
  }
  return step;
}

LoadConnection::Step LoadConnection::proceed(bool readable, bool writable, std::span<char> room) {
  switch (state_) {
    case State::connecting:
      return connected();
    case State::shaking_hands:
      return shake_hands();
    case State::free:
      return is_quiet() ? Step::waiting : end(load_failure::closed);
    case State::busy:
      if (writable && wants_write_) push();
      if (!readable) return Step::waiting;
      return tls_ ? pull_tls(room) : pull(room);
    case State::closed:
      break;
  }
  return Step::waiting;
}

LoadConnection::Step LoadConnection::connected() {
  int outcome = 0;
  socklen_t size = sizeof outcome;
  ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &outcome, &size);
  if (outcome != 0) return end(load_failure::connect);
  wants_write_ = false;
  if (!peer_.tls) {
    state_ = State::free;
    return Step::connected;
  }
  state_ = State::shaking_hands;
  tls_ = std::make_unique<Tls>(peer_.tls, descriptor_, pieces_,
                               Tls::ToServer{peer_.origin.host, host_field(peer_.origin)});
  return shake_hands();
}

LoadConnection::Step LoadConnection::shake_hands() {
  const Tls::Step step = tls_->handshake();
  wants_write_ = step == Tls::Step::wants_write;
  if (step == Tls::Step::done) {
    state_ = State::free;
    return Step::connected;
  }
  const bool goes_on = wants_write_ || step == Tls::Step::wants_read;
  return goes_on ? Step::waiting : end(load_failure::connect);
}

bool LoadConnection::has_unsent() const noexcept {
  return !head_left_.empty() || body_left_.bytes > 0 || (tls_ && tls_->has_unsent());
}

bool LoadConnection::is_reusable() const noexcept {
  return reader_.keep_alive() && !cannot_send_ && !has_unsent();
}

void LoadConnection::advance(std::size_t sent) noexcept {
  const std::size_t of_head = std::min(sent, head_left_.size());
  head_left_.remove_prefix(of_head);
  body_left_.advance(sent - of_head);
}

// A peer that takes no more has perhaps said why: that is read before the request is given up.
LoadConnection::Step LoadConnection::push() {
  const Step step = tls_ ? push_tls() : push_plain();
  if (step == Step::ended) cannot_send_ = true;
  wants_write_ = step == Step::waiting && has_unsent();
  return Step::waiting;
}

// The head with up to two pieces of the body, which may begin near the end of its block.
ssize_t LoadConnection::send_some() noexcept {
  if (body_left_.bytes == 0) {
    return ::send(descriptor_, head_left_.data(), head_left_.size(), MSG_NOSIGNAL);
  }
  LoadBody after = body_left_;
  const std::string_view first = body_left_.front();
  after.advance(first.size());
  std::array<iovec, 3> parts = {part(head_left_), part(first), part(after.front())};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
}

LoadConnection::Step LoadConnection::push_plain() {
  while (has_unsent()) {
    const ssize_t n = send_some();
    if (n < 0) return would_block() ? Step::waiting : Step::ended;
    advance(static_cast<std::size_t>(n));
  }
  return Step::waiting;
}

LoadConnection::Step LoadConnection::push_tls() {
  while (has_unsent()) {
    Tls::Buffers parts = {asio::buffer(head_left_), asio::buffer(body_left_.front())};
    const std::size_t before = asio::buffer_size(parts);
    const Tls::Step step = tls_->write(parts);
    advance(before - asio::buffer_size(parts));
    if (step == Tls::Step::failed || step == Tls::Step::closed) return Step::ended;
    if (step != Tls::Step::done) return Step::waiting;
  }
  return Step::waiting;
}

LoadConnection::Step LoadConnection::judge(LoadReader::State state) {
  if (state == LoadReader::State::more) return Step::waiting;
  if (state == LoadReader::State::broken) return end(load_failure::unreadable);
  state_ = State::free;
  return Step::answered;
}

LoadConnection::Step LoadConnection::pull(std::span<char> room) {
  const ssize_t n = ::recv(descriptor_, room.data(), room.size(), 0);
  if (n < 0 && would_block()) return Step::waiting;
  if (n > 0) return judge(reader_.take(room.first(static_cast<std::size_t>(n))));
  const bool is_whole = n == 0 && reader_.end_of_input() == LoadReader::State::done;
  return is_whole ? judge(LoadReader::State::done) : end(load_failure::closed);
}

// To the end of what has arrived: what lies inside TLS makes no socket readable.
LoadConnection::Step LoadConnection::pull_tls(std::span<char> room) {
  for (;;) {
    std::size_t n = 0;
    const Tls::Step step = tls_->read(room, n);
    if (step == Tls::Step::wants_read || step == Tls::Step::wants_write) return Step::waiting;
    if (step != Tls::Step::done) {
      const bool is_whole =
          step == Tls::Step::closed && reader_.end_of_input() == LoadReader::State::done;
      return is_whole ? judge(LoadReader::State::done) : end(load_failure::closed);
    }
    const Step judged = judge(reader_.take(room.first(n)));
    if (judged != Step::waiting) return judged;
  }
}

// Nothing has come, and the peer is still there. TLS may have something to say to itself.
bool LoadConnection::is_quiet() {
  if (tls_) return tls_->peek() == Tls::Step::wants_read;
  char byte = 0;
  return ::recv(descriptor_, &byte, 1, MSG_PEEK) < 0 && would_block();
}

}  // namespace pail::net
