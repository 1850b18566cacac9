#include "client/transfer/part_writer.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "client/transfer/multipart.hpp"

namespace pail::client::transfer {

struct PartWriter::State {
  State(BlockingClient& client, Place place, UploadOptions with)
      : s3(client),
        to(std::move(place)),
        options(std::move(with)),
        upload(client.async(), to, options),
        plan(PartPlan::of_stream(options.part_bytes)),
        part(plan.next()) {}

  Result<void> send_full_part();
  Result<void> send_part();
  Result<Uploaded> send_whole();

  BlockingClient& s3;
  Place to;
  UploadOptions options;
  Multipart upload;
  PartPlan plan;
  std::optional<Part> part;  // the one that is being filled
  std::string text;
  bool over = false;                  // nothing is left to take off the server
  std::optional<wire::Error> failed;  // a part is missing: this can no more be finished
};

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
  part->bytes = text.size();
  const auto body = text_body(std::exchange(text, {}));
  PAIL_TRY(s3.wait(upload.put(*part, *body, {})));
  part = plan.next();
  return wire::ok();
}

Result<Uploaded> PartWriter::State::send_whole() {
  const auto body = text_body(std::move(text));
  return s3.wait(put_whole(s3.async(), to, *body, options));
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
    const bool full = state_->part && state_->text.size() == state_->part->bytes;
    if (full || !state_->part || state_->failed) {
      PAIL_TRY(state_->send_full_part());
      continue;
    }
    const std::size_t room = state_->part->bytes - state_->text.size();
    const net::Bytes taken = piece.first(std::min(room, piece.size()));
    state_->text += wire::as_text(taken);
    piece = piece.subspan(taken.size());
  }
  return wire::ok();
}

Result<Uploaded> PartWriter::finish() {
  if (!state_->upload.is_begun()) {
    state_->over = true;
    return state_->send_whole();
  }
  if (!state_->text.empty() || state_->failed) {
    PAIL_TRY(state_->send_full_part());
  }
  PAIL_TRY(Uploaded uploaded, state_->s3.wait(state_->upload.complete()));
  state_->over = true;
  return uploaded;
}

}  // namespace pail::client::transfer
