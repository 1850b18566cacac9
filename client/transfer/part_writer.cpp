#include "client/transfer/part_writer.hpp"

#include <optional>
#include <utility>

#include "client/transfer/multipart.hpp"
#include "client/transfer/part_buffer.hpp"

namespace pail::client::transfer {

namespace {

// A size that was asked for is kept, and with it what is held in memory.
PartPlan plan_of(const UploadOptions& options) {
  if (options.part_bytes == 0) return PartPlan::of_stream(0);
  return PartPlan::of_even_stream(options.part_bytes);
}

}  // namespace

struct PartWriter::State {
  State(BlockingClient& client, Place place, UploadOptions with)
      : s3(client),
        to(std::move(place)),
        options(std::move(with)),
        upload(client.async(), to, options),
        plan(plan_of(options)) {
    start_part();
  }

  void start_part();
  Result<void> send_full_part();
  Result<void> send_part();
  Result<Uploaded> send_whole();

  BlockingClient& s3;
  Place to;
  UploadOptions options;
  Multipart upload;
  PartPlan plan;
  std::optional<Part> part;  // the one that is being filled
  PartBuffer bytes;
  bool over = false;                  // nothing is left to take off the server
  std::optional<wire::Error> failed;  // a part is missing: this can no more be finished
};

void PartWriter::State::start_part() {
  part = plan.next();
  bytes.start(part ? part->bytes : 0);
}

Result<void> PartWriter::State::send_full_part() {
  if (failed) return *failed;
  Result<void> sent = send_part();
  if (!sent) failed = sent.error();
  return sent;
}

Result<void> PartWriter::State::send_part() {
  if (!part) return wire::Error(wire::Errc::EntityTooLarge);
  if (!upload.is_begun()) {
    PAIL_TRY(s3.wait(upload.begin()));
  }
  part->bytes = bytes.size();
  PAIL_TRY(s3.wait(upload.put(*part, bytes, {})));
  start_part();
  return wire::ok();
}

Result<Uploaded> PartWriter::State::send_whole() {
  return s3.wait(put_whole(s3.async(), to, bytes, options));
}

PartWriter::PartWriter(BlockingClient& s3, std::string bucket, std::string key,
                       UploadOptions options)
    : state_(std::make_unique<State>(s3, Place{std::move(bucket), std::move(key), {}},
                                     std::move(options))) {}

PartWriter::~PartWriter() {
  if (state_->over || !state_->upload.is_begun()) return;
  (void)state_->s3.wait(state_->upload.give_up(wire::Errc::Cancelled));
}

Result<void> PartWriter::write(net::Bytes piece) {
  while (!piece.empty()) {
    // A full part waits for the next byte, since it may be all there is.
    if (state_->bytes.is_full() || state_->failed) {
      PAIL_TRY(state_->send_full_part());
    }
    piece = piece.subspan(state_->bytes.fill(piece));
  }
  return wire::ok();
}

Result<Uploaded> PartWriter::finish() {
  if (!state_->upload.is_begun()) {
    state_->over = true;
    return state_->send_whole();
  }
  if (state_->bytes.size() > 0 || state_->failed) {
    PAIL_TRY(state_->send_full_part());
  }
  PAIL_TRY(Uploaded uploaded, state_->s3.wait(state_->upload.complete()));
  state_->over = true;
  return uploaded;
}

}  // namespace pail::client::transfer
