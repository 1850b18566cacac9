// What operations tell of the objects they have changed, for those whom a bucket's notification
// configuration names. Spec: shared/spec/semantics.md §24.
#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>

namespace pail::emulator {

// By the events of S3, in the order of events/event.cpp's table.
enum class Happened : std::uint8_t {
  put,
  posted,
  copied,
  completed,  // a multipart upload
  deleted,
  hidden,  // by a delete marker
  tagged,
  untagged,
  acl_put,
  expired,  // what lifecycle rules do
  expired_hidden,
  transitioned
};

struct Happening {
  Happened what = Happened::put;
  std::string_view key;
  std::string_view version_id = {};  // "" or "null": its bucket keeps, or kept, none
  std::string_view etag = {};        // of what is there now, without quotes
  std::uint64_t size = 0;
  std::string_view storage_class = {};  // where a transition led
};

// A lock, or nothing where nobody waits for events.
using Turn = std::unique_lock<std::mutex>;

// Whom to tell. Bound to the bucket of a call, as the call has read it.
class Events {
 public:
  virtual ~Events() = default;
  // Held from before a key is changed until what happened is told, so that all is told in the order
  // in which it happened. One at a time.
  [[nodiscard]] virtual Turn turn(std::string_view key) = 0;
  virtual void happened(const Happening& happening) = 0;
  // Whether something with that ARN is there to be told at all.
  virtual bool reaches(std::string_view arn) const = 0;
  // Sends what S3 sends to a destination that has just been configured.
  virtual void send_test(std::string_view arn) = 0;
};

}  // namespace pail::emulator
