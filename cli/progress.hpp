// The progress of files that are carried, on a line of the terminal (status_line.hpp). Used by one
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/status_line.hpp"
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
  ~ProgressBar() = default;

  // How much it is became known.
  void expect(std::uint64_t files, std::uint64_t bytes);
  void moved(std::uint64_t bytes);
  // More became known, where the beginning knew nothing.
  void set(const client::transfer::Standing& standing);
  void file_done();
  // Before anything else is printed.
  void clear() { line_.clear(); }

 private:
  void draw(const client::transfer::Standing& standing);

  Work work_;
  StatusLine line_;
  client::transfer::Meter meter_;
  std::uint64_t files_done_ = 0;
};

}  // namespace pail::cli
