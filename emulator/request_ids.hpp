// The two names every response carries: x-amz-request-id and x-amz-id-2 (RequestId and HostId of
// error documents). Unlike each other and from process to process, and cheap: a counter scrambled
// by a bijection, since asking the kernel for randomness each time costs as much as a whole
// signature check. They are names, not secrets. Spec: shared/spec/errors.md §2.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace pail::emulator {

struct RequestIds {
  std::array<char, 16> request;
  std::array<char, 76> host;

  std::string_view request_id() const noexcept { return {request.data(), request.size()}; }
  std::string_view host_id() const noexcept { return {host.data(), host.size()}; }
};

// Thread-safe.
class RequestIdSource {
 public:
  RequestIdSource();  // seeded by the operating system
  explicit RequestIdSource(std::uint64_t seed) noexcept : seed_(seed) {}
  RequestIds next() noexcept;

 private:
  std::uint64_t seed_;
  std::atomic<std::uint64_t> counter_{0};
};

}  // namespace pail::emulator
