// Who has which access key, across all Directories of a process: a key says whose world a request
// means, so that no two worlds may have the same. A Directory asks before it takes a key in, and
// gives back what it has when it goes.
//
// Called from any thread, also under a Directory's lock: it must not call back.
#pragma once

#include <string_view>

namespace pail::access {

class KeyRegistry {
 public:
  virtual ~KeyRegistry() = default;
  // False: it is another's. What was claimed twice needs to be released twice.
  virtual bool claim(std::string_view access_key) = 0;
  virtual void release(std::string_view access_key) noexcept = 0;
};

}  // namespace pail::access
