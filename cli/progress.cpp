#include "cli/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "client/progress_line.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr milliseconds silent_for = 1s;       // what ends sooner needs no bar
constexpr milliseconds redraw_every = 100ms;  // faster than this nobody reads
constexpr std::size_t usual_columns = 80;

std::size_t terminal_columns() {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  // The last column stays free: some terminals wrap when it is written.
  return (known ? size.ws_col : usual_columns) - 1;
}

}  // namespace

ProgressBar::ProgressBar(Work work, bool wanted)
    : work_(std::move(work)),
      wanted_(wanted && ::isatty(STDERR_FILENO) == 1),
      started_(steady_clock::now()),
      meter_(work_.bytes) {
  work_.name = wire::printable(work_.name);
}

milliseconds ProgressBar::elapsed() const {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - started_);
}

bool ProgressBar::is_due() const {
  const milliseconds now = elapsed();
  return wanted_ && now >= silent_for && now - drawn_ >= redraw_every;
}

void ProgressBar::expect(std::uint64_t files, std::uint64_t bytes) {
  work_.files = files;
  meter_.expect(bytes);
}

void ProgressBar::moved(std::uint64_t bytes) {
  meter_.moved(bytes);
  if (is_due()) draw(meter_.standing(elapsed()));
}

void ProgressBar::set(const client::transfer::Standing& standing) {
  if (is_due()) draw(standing);
}

void ProgressBar::file_done() {
  ++files_done_;
  moved(0);
}

void ProgressBar::clear() {
  if (visible_) fmt::print(stderr, "\r\x1b[K");
  visible_ = false;
}

void ProgressBar::draw(const client::transfer::Standing& standing) {
  drawn_ = elapsed();
  visible_ = true;
  const std::size_t columns = terminal_columns();
  const client::TransferState state{standing.done, standing.total, standing.bytes_per_second,
                                    standing.left};
  const std::string line = work_.name.empty()
                               ? client::batch_line({files_done_, work_.files}, state, columns)
                               : client::progress_line(work_.name, state, columns);
  fmt::print(stderr, "\r{}\x1b[K", line);
  std::fflush(stderr);
}

}  // namespace pail::cli
