// Bytes that no entry names any more and that are still on disk. Files are removed by the engine's
// keeper; rows go with a later transaction.
//
// Threads: any.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "emulator/store/disk_format.hpp"

namespace pail::store {

class Trash {
 public:
  void add(const BlobRef& ref);
  // Bytes of a failed transaction: after a power cut it may turn out to have been written, and then
  // names them. They go once a later one has taken its place (settle()).
  void add_uncertain(const BlobRef& ref);
  void settle();
  // At most `count_max` of them, for the caller to remove.
  std::vector<std::uint64_t> take_rows(std::size_t count_max);
  std::vector<std::uint64_t> take_files();
  void give_back_rows(const std::vector<std::uint64_t>& rows);
  std::size_t rows() const;
  bool empty() const;
  // Until there are files, or poke() was called since the last wait.
  void wait();
  void poke();

 private:
  void add_locked(const BlobRef& ref);

  mutable std::mutex mutex_;
  std::vector<std::uint64_t> rows_;
  std::vector<std::uint64_t> files_;
  std::vector<BlobRef> uncertain_;
  std::condition_variable wake_;
  bool poked_ = false;
};

}  // namespace pail::store
