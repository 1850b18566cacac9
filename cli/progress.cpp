#include "cli/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "cli/listen.hpp"
#include "client/progress_line.hpp"

namespace pail::cli {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto silent_for = 1s;       // what ends sooner needs no bar
constexpr auto redraw_every = 100ms;  // faster than this nobody reads
constexpr std::size_t usual_columns = 80;

std::size_t terminal_columns() {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  // The last column stays free: some terminals wrap when it is written.
  return (known ? size.ws_col : usual_columns) - 1;
}

}  // namespace

ProgressBar::ProgressBar(std::string_view name)
    : name_(printable(name)),
      is_terminal_(::isatty(STDERR_FILENO) == 1),
      started_(steady_clock::now()),
      drawn_(started_) {}

ProgressBar::~ProgressBar() {
  if (visible_) fmt::print(stderr, "\r\x1b[K");
}

client::Progress ProgressBar::callback() {
  if (!is_terminal_) return {};
  return [this](std::uint64_t done, std::uint64_t total) { update(done, total); };
}

void ProgressBar::update(std::uint64_t done, std::uint64_t total) {
  const auto now = steady_clock::now();
  if (now - started_ < silent_for || now - drawn_ < redraw_every) return;
  drawn_ = now;
  visible_ = true;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - started_);
  fmt::print(stderr, "\r{}\x1b[K",
             client::progress_line(name_, {done, total, elapsed}, terminal_columns()));
  std::fflush(stderr);
}

}  // namespace pail::cli
