// The bytes of bodies: one block that cannot be compressed, and each body a stretch of it from some
// offset on, again and again. So a body of any size needs no memory. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "client/body.hpp"
#include "net/load.hpp"

namespace pail::client::load {

class Bodies {
 public:
  static constexpr std::uint64_t block_bytes = 1024 * 1024;

  explicit Bodies(std::uint64_t seed);

  net::LoadBody body(std::uint64_t offset, std::uint64_t bytes) const noexcept {
    return {block_, static_cast<std::size_t>(offset), bytes};
  }
  // The same as something to upload; it must not outlive this.
  std::unique_ptr<Body> upload(std::uint64_t offset, std::uint64_t bytes) const;

 private:
  std::string block_;
};

}  // namespace pail::client::load
