#include "net/load_reader.hpp"

#include <algorithm>

#include "net/load.hpp"

namespace pail::net {

std::string_view LoadBody::front() const noexcept {
  const std::string_view rest = block.substr(offset);
  return rest.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), bytes)));
}

void LoadBody::advance(std::uint64_t sent) noexcept {
  bytes -= sent;
  offset += static_cast<std::size_t>(sent);
  if (offset >= block.size()) offset -= block.size();
}

void LoadReader::begin(bool to_head, bool wanted) noexcept {
  to_head_ = to_head;
  wanted_ = wanted;
  in_body_ = false;
  head_.clear();
  kept_.clear();
  etag_.clear();
  body_bytes_ = 0;
  status_ = 0;
}

LoadReader::State LoadReader::take(std::span<char> received) {
  if (in_body_) return take_body(received);
  if (head_.empty()) return take_head(received);
  std::string whole;
  whole.swap(head_);
  whole.append(received.data(), received.size());
  return take_head({whole.data(), whole.size()});
}

LoadReader::State LoadReader::take_head(std::span<char> received) {
  AnswerHead head;
  do {
    const auto size = parse_answer_head({received.data(), received.size()}, head);
    if (!size) return State::broken;
    if (size.assume_value() == 0) {
      head_.assign(received.data(), received.size());
      return State::more;
    }
    received = received.subspan(size.assume_value());
  } while (head.status < 200);  // 100 and 103: the answer is still to come
  note(head);
  return take_body(received);
}

void LoadReader::note(const AnswerHead& head) {
  in_body_ = true;
  status_ = head.status;
  keep_alive_ = head.keep_alive;
  if (wanted_) etag_.assign(head.etag);
  framing_ = BodyFraming::of_response(head.framing, status_, to_head_);
  if (framing_.ends_with_connection()) keep_alive_ = false;
}

LoadReader::State LoadReader::take_body(std::span<char> received) {
  const bool keeps = wanted_ || status_ >= 300;
  while (!received.empty() && !framing_.done()) {
    const auto piece = framing_.take(received);
    if (!piece) return State::broken;
    const wire::Bytes payload = piece.assume_value().payload;
    body_bytes_ += payload.size();
    if (keeps) kept_.append(wire::as_text(payload), 0, kept_bytes_max - kept_.size());
    received = received.subspan(piece.assume_value().consumed);
  }
  if (!received.empty()) return State::broken;
  return framing_.done() ? State::done : State::more;
}

LoadReader::State LoadReader::end_of_input() const noexcept {
  return in_body_ && framing_.ends_with_connection() ? State::done : State::broken;
}

}  // namespace pail::net
