// The bytes a connection received and has not used up yet. consume() leaves them where they are, so
// that views into a consumed head stay valid while its exchange lasts; compact() ends them.
// Allocates on first use, grows by doubling up to `bytes_max`, and gives everything back in
// release(): an idle connection holds nothing. One thread.
//
// Memory comes in pages from the system itself, and returns there: malloc would keep a released
// buffer between blocks that live on (measured with 10,000 idle connections: 7 KiB each instead of
// 3).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

#include "net/pages.hpp"

namespace pail::net {

class ReadBuffer {
 public:
  explicit ReadBuffer(std::size_t bytes_max) noexcept : bytes_max_(bytes_max) {}

  std::span<char> unread() noexcept { return {data_.get() + begin_, end_ - begin_}; }
  std::string_view text() const noexcept { return {data_.get() + begin_, end_ - begin_}; }
  bool holds_memory() const noexcept { return data_ != nullptr; }

  void consume(std::size_t bytes) noexcept { begin_ += bytes; }
  // Moves what is unread to the front. Views into the buffer end here.
  void compact() noexcept {
    if (begin_ == 0) return;
    if (begin_ < end_) std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  // Room for received bytes behind the unread ones; empty when bytes_max are held. Views end here
  // too.
  std::span<char> room() {
    if (end_ == capacity_) grow();
    return {data_.get() + end_, capacity_ - end_};
  }
  void allocate() { room(); }
  void received(std::size_t bytes) noexcept { end_ += bytes; }
  // Only when nothing is unread.
  void release() noexcept {
    data_.reset();
    begin_ = end_ = capacity_ = 0;
  }

 private:
  // A head of an SDK is about 1 KiB; with a session token 2 KiB.
  static constexpr std::size_t first_bytes = 4096;

  void grow() {
    const std::size_t capacity = std::min(std::max(first_bytes, capacity_ * 2), bytes_max_);
    if (capacity == capacity_) return;
    Pages data = map_pages(capacity);
    if (end_ > 0) std::memcpy(data.get(), data_.get(), end_);
    data_ = std::move(data);
    capacity_ = capacity;
  }

  std::size_t bytes_max_;
  Pages data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace pail::net
