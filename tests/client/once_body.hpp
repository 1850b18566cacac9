// A body that can be read once, and is too long to be held in memory.
#pragma once

#include <string>
#include <string_view>

#include "client/body.hpp"

namespace pail::client {

class OnceBody final : public Body {
 public:
  std::uint64_t size() const noexcept override { return text_.size(); }
  Result<bool> rewind() override { return false; }
  Result<net::Bytes> next(std::size_t bytes_max) override {
    const net::Bytes piece = wire::as_bytes(std::string_view(text_).substr(at_, bytes_max));
    at_ += piece.size();
    return piece;
  }

 private:
  std::string text_ = std::string(2 * body_in_memory_max, 's');
  std::size_t at_ = 0;
};

}  // namespace pail::client
