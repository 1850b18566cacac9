#include "client/load/worker.hpp"

#include <algorithm>
#include <utility>

#include "wire/text.hpp"

namespace pail::client::load {
namespace {

using namespace std::chrono_literals;
using net::LoadTurn;

constexpr auto clock_is_good_for = 50ms;    // dates have seconds
constexpr std::size_t code_bytes_max = 64;  // S3's longest has 45; a stranger's may be anything

}  // namespace

std::string_view element_text(std::string_view document, std::string_view name) noexcept {
  for (std::size_t at = document.find('<'); at != document.npos; at = document.find('<', at + 1)) {
    std::string_view rest = document.substr(at + 1);
    if (!rest.starts_with(name) || !rest.substr(name.size()).starts_with('>')) continue;
    rest.remove_prefix(name.size() + 1);
    const std::size_t end = rest.find('<');
    return end == rest.npos ? std::string_view() : rest.substr(0, end);
  }
  return {};
}

Worker::Worker(const Shared& shared, RequestWriter writer, Tally tally, std::size_t connections)
    : shared_(shared), writer_(std::move(writer)), tally_(std::move(tally)), slots_(connections) {}

void Worker::keep_time(net::LoadMoment now) {
  if (now - clock_read_ < clock_is_good_for) return;
  clock_read_ = now;
  writer_.set_time(shared_.clock.now());
}

LoadTurn Worker::next(std::size_t number, net::LoadMoment now, net::LoadRequest& request,
                      net::LoadMoment& due) {
  keep_time(now);
  Slot& slot = slots_[number];
  if (!slot.upload_id.empty()) {
    go_on(slot, now, request);
    return LoadTurn::send;
  }
  Pace::Start start;
  const LoadTurn turn = shared_.pace.next(now, start, due);
  if (turn == LoadTurn::send) begin(slot, start, request);
  return turn;
}

void Worker::begin(Slot& slot, const Pace::Start& start, net::LoadRequest& request) {
  if (start.is_measured && start.is_first) shared_.measuring_begins();
  const Step step = shared_.sequence.at(start.number);
  slot.kind = step.kind;
  slot.is_measured = start.is_measured;
  slot.intended = start.intended;
  slot.bytes = step.kind == Kind::create ? 0 : step.bytes;
  if (step.kind == Kind::create) slot.upload = step;
  writer_.write(step, request);
}

void Worker::go_on(Slot& slot, net::LoadMoment now, net::LoadRequest& request) {
  slot.intended = now;
  const std::uint64_t left = slot.upload.bytes - slot.bytes_done;
  if (left == 0 && slot.parts_done > 0) {
    slot.kind = Kind::complete;
    slot.bytes = 0;
    slot.document += "</CompleteMultipartUpload>";
    return writer_.write_complete(slot.upload, slot.upload_id, slot.document, request);
  }
  Step part = slot.upload;
  part.bytes = std::min(left, shared_.plan.part_bytes);
  part.offset = (slot.upload.offset + slot.bytes_done) % Bodies::block_bytes;
  slot.kind = Kind::part;
  slot.bytes = part.bytes;
  writer_.write_part(part, slot.parts_done + 1, slot.upload_id, request);
}

void Worker::done(std::size_t number, const net::LoadAnswer& answer) {
  Slot& slot = slots_[number];
  const std::string_view error = error_of(slot, answer);
  error.empty() ? note_progress(slot, answer) : give_up(slot);
  if (!slot.is_measured) return;
  const bool is_unanswered = answer.failure == net::load_failure::silence ||
                             answer.failure == net::load_failure::unanswered;
  const bool returns_bytes = slot.kind == Kind::get || slot.kind == Kind::list;
  tally_.add(
      {.kind = slot.kind,
       .at = answer.at,
       .took = std::chrono::duration_cast<std::chrono::microseconds>(answer.at - slot.intended),
       .bytes = slot.bytes + (returns_bytes ? answer.body_bytes : 0),
       .error = error,
       .is_unanswered = is_unanswered});
}

// What the next request of an upload needs.
void Worker::note_progress(Slot& slot, const net::LoadAnswer& answer) {
  if (slot.kind == Kind::create) {
    slot.upload_id = element_text(answer.body, "UploadId");
    slot.document = "<CompleteMultipartUpload>";
    slot.parts_done = 0;
    slot.bytes_done = 0;
  } else if (slot.kind == Kind::part) {
    slot.bytes_done += slot.bytes;
    ++slot.parts_done;
    slot.document += "<Part><PartNumber>" + std::to_string(slot.parts_done) + "</PartNumber><ETag>";
    slot.document += answer.etag;
    slot.document += "</ETag></Part>";
  } else if (slot.kind == Kind::complete) {
    give_up(slot);
  }
}

// Of an upload that failed the parts stay until the load cleans up.
void Worker::give_up(Slot& slot) noexcept {
  slot.upload_id.clear();
}

// CompleteMultipartUpload may fail after it has said 200.
std::string_view Worker::error_of(const Slot& slot, const net::LoadAnswer& answer) {
  if (answer.status == 0) return answer.failure;
  const bool may_hide_one = answer.status == 200 && !answer.body.empty();
  const bool is_error = answer.status < 200 || answer.status >= 300 ||
                        (may_hide_one && answer.body.find("<Error>") != answer.body.npos);
  if (!is_error) {
    const bool lacks_id =
        slot.kind == Kind::create && element_text(answer.body, "UploadId").empty();
    return lacks_id ? net::load_failure::unreadable : std::string_view();
  }
  const std::string_view code = element_text(answer.body, "Code");
  error_ = code.empty() || code.size() > code_bytes_max ? "HTTP " + std::to_string(answer.status)
                                                        : wire::printable(code);
  return error_;
}

}  // namespace pail::client::load
