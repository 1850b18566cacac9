#include "client/transfer/part_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace pail::client::transfer {

void PartBuffer::start(std::size_t capacity) {
  room_ = size_ = at_ = 0;
  const std::size_t mapped = memory_ ? memory_.get_deleter().bytes : 0;
  if (capacity > mapped) {
    memory_.reset();  // before there are others
    memory_ = net::map_pages(capacity);
  }
  room_ = capacity;
}

std::size_t PartBuffer::fill(net::Bytes piece) noexcept {
  const std::size_t taken = std::min(piece.size(), room_ - size_);
  if (taken == 0) return 0;
  std::memcpy(memory_.get() + size_, piece.data(), taken);
  size_ += taken;
  return taken;
}

Result<bool> PartBuffer::rewind() {
  at_ = 0;
  return true;
}

Result<net::Bytes> PartBuffer::next(std::size_t bytes_max) {
  const std::string_view filled(memory_.get(), size_);
  const net::Bytes piece = wire::as_bytes(filled.substr(at_, bytes_max));
  at_ += piece.size();
  return piece;
}

}  // namespace pail::client::transfer
