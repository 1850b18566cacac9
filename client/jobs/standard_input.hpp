// Standard input for an upload, read on a thread that may wait for it: until there is something, or
// until it is to be waited for no longer, which ends as Cancelled.
//
// Copies share the buffer that a piece lies in until the next read. One thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "net/exchange.hpp"
#include "wire/result.hpp"

namespace pail::client::jobs {

class StandardInput {
 public:
  // `stop`: a descriptor that is readable from then on; -1: there is none.
  explicit StandardInput(int stop) : stop_(stop) {}

  // At most so many bytes; none at the end. UnknownError with the system's reason.
  wire::Result<net::Bytes> operator()(std::size_t bytes_max) const;

 private:
  wire::Result<void> wait() const;

  int stop_;
  std::shared_ptr<std::vector<std::byte>> buffer_ = std::make_shared<std::vector<std::byte>>();
};

}  // namespace pail::client::jobs
