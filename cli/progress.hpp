// A progress line on stderr: only when that is a terminal, and only once the work has taken longer
// than a second. The line is taken away again when the bar goes. Used by one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/transfer/meter.hpp"

namespace pail::cli {

class ProgressBar {
 public:
  struct Work {
    std::string name;         // of the one file; without it files are counted
    std::uint64_t files = 1;  // 0: not known
    std::uint64_t bytes = 0;  // 0: not known
  };

  // `wanted`: false under --quiet and --json.
  ProgressBar(Work work, bool wanted);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() { clear(); }

  // How much it is became known.
  void expect(std::uint64_t files, std::uint64_t bytes);
  void moved(std::uint64_t bytes);
  // More became known, where the beginning knew nothing.
  void set(const client::transfer::Standing& standing);
  void file_done();
  // Before anything else is printed.
  void clear();

 private:
  std::chrono::milliseconds elapsed() const;
  bool is_due() const;
  void draw(const client::transfer::Standing& standing);

  Work work_;
  bool wanted_;
  std::chrono::steady_clock::time_point started_;
  client::transfer::Meter meter_;
  std::chrono::milliseconds drawn_{0};
  std::uint64_t files_done_ = 0;
  bool visible_ = false;
};

}  // namespace pail::cli
