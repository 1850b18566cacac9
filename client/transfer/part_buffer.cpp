#include "client/transfer/part_buffer.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace pail::client::transfer {

PartBuffer::~PartBuffer() {
  release();
}

void PartBuffer::release() noexcept {
  if (memory_ != nullptr) ::munmap(memory_, mapped_);
  memory_ = nullptr;
  mapped_ = 0;
}

void PartBuffer::start(std::size_t capacity) {
  room_ = size_ = at_ = 0;
  if (capacity > mapped_) {
    release();
    void* const pages =
        ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    memory_ = static_cast<std::byte*>(pages);
    mapped_ = capacity;
  }
  room_ = capacity;
}

std::size_t PartBuffer::fill(net::Bytes piece) noexcept {
  const std::size_t taken = std::min(piece.size(), room_ - size_);
  if (taken == 0) return 0;
  std::memcpy(memory_ + size_, piece.data(), taken);
  size_ += taken;
  return taken;
}

Result<bool> PartBuffer::rewind() {
  at_ = 0;
  return true;
}

Result<net::Bytes> PartBuffer::next(std::size_t bytes_max) {
  const net::Bytes piece(memory_ + at_, std::min(bytes_max, size_ - at_));
  at_ += piece.size();
  return piece;
}

}  // namespace pail::client::transfer
