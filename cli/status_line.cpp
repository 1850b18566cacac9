#include "cli/status_line.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace pail::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr milliseconds silent_for = 1s;       // what ends sooner needs no line
constexpr milliseconds redraw_every = 100ms;  // faster than this nobody reads
constexpr std::size_t usual_columns = 80;

}  // namespace

StatusLine::StatusLine(bool wanted)
    : wanted_(wanted && ::isatty(STDERR_FILENO) == 1), started_(steady_clock::now()) {}

milliseconds StatusLine::elapsed() const {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - started_);
}

bool StatusLine::is_due() const {
  const milliseconds now = elapsed();
  return wanted_ && now >= silent_for && now - drawn_ >= redraw_every;
}

std::size_t StatusLine::columns() {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  // The last column stays free: some terminals wrap when it is written.
  return (known ? size.ws_col : usual_columns) - 1;
}

void StatusLine::show(std::string_view line) {
  drawn_ = elapsed();
  visible_ = true;
  fmt::print(stderr, "\r{}\x1b[K", line.substr(0, columns()));
  std::fflush(stderr);
}

void StatusLine::clear() {
  if (visible_) fmt::print(stderr, "\r\x1b[K");
  visible_ = false;
}

}  // namespace pail::cli
