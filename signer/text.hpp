// A text that is put together piece by piece, hashed, and mostly forgotten: strings to sign,
// canonical requests. It begins in room of its own, so that hardly any allocates: on the stack, one
// per text.
//
// Neither copied nor moved. Not thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace pail::signer {

class Text {
 public:
  Text() noexcept {}  // not `= default`: what is not written yet stays undefined
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  // Room for `size` more characters, which the caller writes.
  char* extend(std::size_t size) {
    if (static_cast<std::size_t>(limit_ - end_) < size) grow(size);
    char* const room = end_;
    end_ += size;
    return room;
  }
  Text& operator+=(std::string_view piece) {
    std::copy(piece.begin(), piece.end(), extend(piece.size()));
    return *this;
  }
  Text& operator+=(char c) {
    *extend(1) = c;
    return *this;
  }

  std::size_t size() const noexcept { return static_cast<std::size_t>(end_ - begin_); }
  // Good until something is added.
  std::string_view view() const noexcept { return {begin_, size()}; }
  operator std::string_view() const noexcept { return view(); }
  std::string string() const { return std::string(view()); }

 private:
  void grow(std::size_t size);

  // Of what SDKs sign, only a session token or a long path needs more.
  char own_[1024];
  std::unique_ptr<char[]> grown_;
  char* begin_ = own_;
  char* end_ = own_;
  char* limit_ = own_ + sizeof own_;
};

// A text whose length its kind says: signatures, hashes. A value.
template <std::size_t Size>
struct FixedText {
  std::array<char, Size> characters;

  operator std::string_view() const noexcept { return {characters.data(), Size}; }
};

}  // namespace pail::signer
