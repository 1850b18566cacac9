// One line on stderr that changes while something goes on: only when that is a terminal, and only
// once the work has taken longer than a second. The line is taken away again when this goes. Used
// by one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace pail::cli {

class StatusLine {
 public:
  // `wanted`: false under --quiet and --json.
  explicit StatusLine(bool wanted);
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;
  ~StatusLine() { clear(); }

  std::chrono::milliseconds elapsed() const;
  // Whether show() would be worth its while.
  bool is_due() const;
  // How wide a line may be.
  static std::size_t columns();
  // What is longer is cut.
  void show(std::string_view line);
  // Before anything else is printed.
  void clear();

 private:
  bool wanted_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::milliseconds drawn_{0};
  bool visible_ = false;
};

}  // namespace pail::cli
