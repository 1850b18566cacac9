// Memory for the objects of one type, one of which each thread makes and drops again and again: the
// last dropped block is the next one's. For types above 1,032 bytes, where glibc's thread cache
// ends: without it a request spends more on its Exchange's memory than on its route.
//
// A mixin: class Exchange final : public Recycled<Exchange>. T is final. Thread-safe: a block stays
// with the thread that dropped it, and goes with it.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace pail::emulator {

template <class T>
class Recycled {
#ifndef __SANITIZE_ADDRESS__  // which could not tell that a dropped object is used
 public:
  static void* operator new(std::size_t bytes) {
    static_assert(std::is_final_v<T>, "a derived class would need larger blocks");
    void* const kept = std::exchange(spare().block, nullptr);
    return kept != nullptr ? kept : ::operator new(bytes);
  }
  static void operator delete(void* block) noexcept {
    ::operator delete(std::exchange(spare().block, block));
  }

 private:
  struct Spare {
    ~Spare() { ::operator delete(std::exchange(block, nullptr)); }
    void* block = nullptr;
  };
  static Spare& spare() noexcept {
    thread_local Spare spare;
    return spare;
  }
#endif
};

}  // namespace pail::emulator
