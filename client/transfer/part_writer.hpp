// An upload that is pushed instead of pulled, for plain code that gets its bytes from elsewhere
// (the signing service's proxy): write() as they come, finish() at the end. Up to one part is held
// in memory and sent, with retries, when it is full; a body that ends within the first part is one
// PUT. What is destroyed without finish() leaves nothing on the server. Parts have the size that
// the options say, from the first to the last; where they say none, they grow (part_plan.hpp).
//
// One thread; write() and finish() wait for the server.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "client/blocking.hpp"
#include "client/transfer/transfer.hpp"

namespace pail::client::transfer {

class PartWriter {
 public:
  PartWriter(BlockingClient& s3, std::string bucket, std::string key, UploadOptions options = {});
  PartWriter(const PartWriter&) = delete;
  PartWriter& operator=(const PartWriter&) = delete;
  ~PartWriter();

  Result<void> write(net::Bytes piece);
  Result<Uploaded> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pail::client::transfer
