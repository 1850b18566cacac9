// Reads answers on one connection: each is checked to its last byte and dropped, all but the
// beginning of a body that somebody wants to see. No I/O, no memory per answer. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "net/answer_head.hpp"
#include "net/body_framing.hpp"

namespace pail::net {

class LoadReader {
 public:
  // Errors of S3 have some hundred bytes, and so has the answer to CreateMultipartUpload.
  static constexpr std::size_t kept_bytes_max = 4096;

  enum class State : std::uint8_t {
    more,
    done,
    broken,  // no HTTP, or bytes that nobody asked for
  };

  // `to_head`: the answer has no body. `wanted`: body() and etag() are, of a success too.
  void begin(bool to_head, bool wanted) noexcept;
  // Takes all of `received`, which is rearranged.
  State take(std::span<char> received);
  // The connection has ended: that may be how the body does.
  State end_of_input() const noexcept;

  unsigned status() const noexcept { return status_; }
  // Whether the next request may use the connection.
  bool keep_alive() const noexcept { return keep_alive_; }
  std::uint64_t body_bytes() const noexcept { return body_bytes_; }
  std::string_view body() const noexcept { return kept_; }
  std::string_view etag() const noexcept { return etag_; }

 private:
  State take_head(std::span<char> received);
  State take_body(std::span<char> received);
  void note(const AnswerHead& head);

  BodyFraming framing_ = BodyFraming::of({});
  std::string head_;  // what has arrived of it, while it is not whole
  std::string kept_;
  std::string etag_;
  std::uint64_t body_bytes_ = 0;
  unsigned status_ = 0;
  bool to_head_ = false;
  bool wanted_ = false;
  bool in_body_ = false;
  bool keep_alive_ = false;
};

}  // namespace pail::net
