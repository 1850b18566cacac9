// Bytes of unknown number, up: read one part after the other into memory, sent several at once.
#include <algorithm>
#include <utility>

#include "client/transfer/crew.hpp"
#include "client/transfer/multipart.hpp"
#include "client/transfer/reporter.hpp"
#include "client/transfer/workers.hpp"

namespace pail::client::transfer {
namespace {

using Read = std::function<Result<net::Bytes>(std::size_t)>;

// One read: what a pipe holds, and some.
constexpr std::size_t piece_bytes = 256 * 1024;
// Ours: parts grow with their number, and fewer of them are held then.
constexpr std::uint64_t memory_per_slot = 32 * mebibyte;

// Shared with the thread that reads: it may be in the middle of it when the upload is gone.
struct Input {
  Read read;
  bool at_end = false;

  // The next `bytes`, fewer only at the end.
  Result<std::string> fill(std::uint64_t bytes) {
    std::string text;
    while (!at_end && text.size() < bytes) {
      const auto wanted = std::min<std::uint64_t>(piece_bytes, bytes - text.size());
      PAIL_TRY(const net::Bytes piece, read(static_cast<std::size_t>(wanted)));
      at_end = piece.empty();
      text += wire::as_text(piece);
    }
    return text;
  }
};

class StreamUpload {
 public:
  StreamUpload(Client& s3, Read read, Place to, UploadOptions options,
               const boost::asio::any_io_executor& executor)
      : s3_(s3),
        to_(std::move(to)),
        options_(std::move(options)),
        upload_(s3, to_, options_),
        plan_(PartPlan::of_stream(options_.part_bytes)),
        reporter_(options_.watcher, 0),
        changed_(executor) {
    input_->read = std::move(read);
  }

  Task<Uploaded> run();

 private:
  // A part in memory.
  struct Filled {
    Part part;
    std::string text;
  };

  Task<Uploaded> send_whole(std::string text);
  Task<void> send_parts();
  Task<std::optional<Filled>> next();
  Task<std::optional<Filled>> fill();
  Task<void> wait_for_memory(std::uint64_t bytes);
  Task<void> send(Filled filled);

  Client& s3_;
  Place to_;
  UploadOptions options_;
  Multipart upload_;
  PartPlan plan_;
  Reporter reporter_;
  Signal changed_;
  std::shared_ptr<Input> input_ = std::make_shared<Input>();
  Workers reader_{1};
  std::optional<Filled> first_;
  bool reading_ = false;  // one at a time, so that parts are in order
  std::uint64_t held_ = 0;
};

Task<Uploaded> StreamUpload::run() {
  PAIL_CO_TRY(first_, co_await fill());
  if (!first_ || input_->at_end) {
    // In a variable: as an argument of co_await g++ 12 copies the short ones bit by bit.
    std::string text = first_ ? std::move(first_->text) : std::string();
    co_return co_await send_whole(std::move(text));
  }
  PAIL_CO_TRY(check_part_bytes(options_.part_bytes));
  PAIL_CO_TRY(co_await upload_.begin());
  const unsigned parallel = std::max(1U, options_.parallel);
  const Result<void> sent = co_await all_of(parallel, [this] { return send_parts(); });
  if (!sent) co_return co_await upload_.give_up(sent.error());
  Result<Uploaded> completed = co_await upload_.complete();
  if (!completed) co_return co_await upload_.give_up(completed.error());
  reporter_.finish();
  co_return completed;
}

Task<Uploaded> StreamUpload::send_whole(std::string text) {
  const auto body = text_body(std::move(text));
  const Progress progress = reporter_.progress();
  PAIL_CO_TRY(Uploaded uploaded, co_await put_whole(s3_, to_, *body, options_, progress));
  reporter_.finish();
  co_return uploaded;
}

Task<void> StreamUpload::send_parts() {
  for (;;) {
    PAIL_CO_TRY(auto filled, co_await next());
    if (!filled) co_return wire::ok();
    const std::uint64_t bytes = filled->part.bytes;
    PAIL_CO_TRY(co_await send(std::move(*filled)));
    held_ -= bytes;
    changed_.notify();
  }
}

Task<std::optional<StreamUpload::Filled>> StreamUpload::next() {
  while (reading_) {
    PAIL_CO_TRY(co_await changed_.wait());
  }
  if (first_) co_return std::exchange(first_, std::nullopt);
  reading_ = true;
  PAIL_CO_TRY(auto filled, co_await fill());
  reading_ = false;
  changed_.notify();
  co_return filled;
}

Task<std::optional<StreamUpload::Filled>> StreamUpload::fill() {
  if (input_->at_end) co_return std::nullopt;
  const auto part = plan_.next();
  if (!part) co_return wire::Error(wire::Errc::EntityTooLarge);
  PAIL_CO_TRY(co_await wait_for_memory(part->bytes));
  held_ += part->bytes;
  const auto read = [input = input_, bytes = part->bytes] { return input->fill(bytes); };
  PAIL_CO_TRY(std::string text, co_await reader_.run(read));
  held_ -= part->bytes - text.size();
  if (text.empty()) co_return std::nullopt;
  Filled filled{*part, std::move(text)};
  filled.part.bytes = filled.text.size();
  co_return std::optional(std::move(filled));
}

Task<void> StreamUpload::wait_for_memory(std::uint64_t bytes) {
  const std::uint64_t held_max = std::max(1U, options_.parallel) * memory_per_slot;
  while (held_ > 0 && held_ + bytes > held_max) {
    PAIL_CO_TRY(co_await changed_.wait());
  }
  co_return wire::ok();
}

Task<void> StreamUpload::send(Filled filled) {
  const auto body = text_body(std::move(filled.text));
  co_return co_await upload_.put(filled.part, *body, reporter_.progress());
}

}  // namespace

Task<Uploaded> upload_stream(Client& s3, std::function<Result<net::Bytes>(std::size_t)> read,
                             std::string bucket, std::string key, UploadOptions options) {
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  Place to{std::move(bucket), std::move(key), {}};
  StreamUpload upload(s3, std::move(read), std::move(to), std::move(options), executor);
  co_return co_await in_order(upload.run());
}

}  // namespace pail::client::transfer
