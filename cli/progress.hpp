// A progress bar on stderr: only when that is a terminal, and only once a transfer has taken longer
// than a second. The line is taken away again when the bar goes. Used by one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/types.hpp"

namespace pail::cli {

class ProgressBar {
 public:
  explicit ProgressBar(std::string_view name);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar();

  // To be handed to the client; must not outlive the bar.
  client::Progress callback();

 private:
  void update(std::uint64_t done, std::uint64_t total);

  std::string name_;
  bool is_terminal_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point drawn_;
  bool visible_ = false;
};

}  // namespace pail::cli
