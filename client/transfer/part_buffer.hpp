// A part in memory: filled piece by piece, then sent, as often as that takes, then filled anew.
//
// Its memory is pages of its own, which go back to the system with it and are not there before they
// are written to. From the heap it would be more than the part: whoever fills it may do so on
// another thread each time (the pool of net), and glibc keeps what such a thread once freed, up to
// twice the largest piece, for that thread alone. Measured for one upload of 512 MiB through
// `pail signer`: 116 MiB from the heap.
//
// One thread at a time. Throws std::bad_alloc where the system has no memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "client/body.hpp"
#include "net/pages.hpp"

namespace pail::client::transfer {

class PartBuffer final : public Body {
 public:
  // Empties it, and makes room.
  void start(std::size_t capacity);
  // Takes what it has room for, and says how much that was.
  std::size_t fill(net::Bytes piece) noexcept;
  bool is_full() const noexcept { return size_ == room_; }

  std::uint64_t size() const noexcept override { return size_; }
  Result<bool> rewind() override;
  Result<net::Bytes> next(std::size_t bytes_max) override;

 private:
  net::Pages memory_;
  std::size_t room_ = 0;  // of it for this part
  std::size_t size_ = 0;
  std::size_t at_ = 0;  // read so far
};

}  // namespace pail::client::transfer
