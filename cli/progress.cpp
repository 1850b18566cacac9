#include "cli/progress.hpp"

#include <utility>

#include "client/progress_line.hpp"
#include "wire/text.hpp"

namespace pail::cli {

ProgressBar::ProgressBar(Work work, bool wanted)
    : work_(std::move(work)), line_(wanted), meter_(work_.bytes) {
  work_.name = wire::printable(work_.name);
}

void ProgressBar::expect(std::uint64_t files, std::uint64_t bytes) {
  work_.files = files;
  meter_.expect(bytes);
}

void ProgressBar::moved(std::uint64_t bytes) {
  meter_.moved(bytes);
  if (line_.is_due()) draw(meter_.standing(line_.elapsed()));
}

void ProgressBar::set(const client::transfer::Standing& standing) {
  if (line_.is_due()) draw(standing);
}

void ProgressBar::file_done() {
  ++files_done_;
  moved(0);
}

void ProgressBar::draw(const client::transfer::Standing& standing) {
  const std::size_t columns = StatusLine::columns();
  const client::TransferState state{standing.done, standing.total, standing.bytes_per_second,
                                    standing.left};
  line_.show(work_.name.empty() ? client::batch_line({files_done_, work_.files}, state, columns)
                                : client::progress_line(work_.name, state, columns));
}

}  // namespace pail::cli
