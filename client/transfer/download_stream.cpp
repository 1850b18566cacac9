// In order, down: ranges are fetched several at once into memory, and each waits for its turn.
#include <algorithm>
#include <utility>

#include "client/transfer/crew.hpp"
#include "client/transfer/object_ranges.hpp"
#include "client/transfer/reporter.hpp"
#include "client/transfer/workers.hpp"

namespace pail::client::transfer {
namespace {

using wire::Errc;
using wire::Error;

class MemorySink final : public Sink {
 public:
  explicit MemorySink(std::uint64_t bytes) { text_.reserve(static_cast<std::size_t>(bytes)); }
  Result<void> write(net::Bytes piece) override {
    text_ += wire::as_text(piece);
    return wire::ok();
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// Shared with the thread that writes: it may be in the middle of it when the download is gone.
struct Output {
  Sink* sink;
  std::optional<wire::Checksum> checksum;

  Result<void> write(const std::string& text) {
    if (checksum) checksum->update(wire::as_bytes(text));
    return sink->write(wire::as_bytes(text));
  }
};

class StreamDownload {
 public:
  StreamDownload(Client& s3, ObjectRanges object, Sink& sink, DownloadOptions options,
                 const boost::asio::any_io_executor& executor)
      : s3_(s3),
        object_(std::move(object)),
        options_(std::move(options)),
        part_bytes_(options_.part_bytes == 0 ? part_bytes_usual : options_.part_bytes),
        reporter_(options_.watcher, object_.info().size),
        turn_(executor) {
    output_->sink = &sink;
    if (object_.has_whole_checksum()) {
      output_->checksum.emplace(object_.info().checksum->algorithm);
    }
  }

  Task<ObjectInfo> run();

 private:
  Task<void> fetch_parts();
  Task<void> deliver(Part part, std::string text);

  Client& s3_;
  ObjectRanges object_;
  DownloadOptions options_;
  std::uint64_t part_bytes_;  // never grows: it is memory
  Reporter reporter_;
  Signal turn_;
  std::shared_ptr<Output> output_ = std::make_shared<Output>();
  Workers writer_{1};
  std::uint64_t asked_ = 0;      // up to there ranges are under way
  std::uint64_t delivered_ = 0;  // up to there the sink has them
};

Task<ObjectInfo> StreamDownload::run() {
  const unsigned parallel = std::max(1U, options_.parallel);
  PAIL_CO_TRY(co_await all_of(parallel, [this] { return fetch_parts(); }));
  if (output_->checksum && output_->checksum->base64() != object_.info().checksum->value) {
    co_return Error(Errc::BadDigest, "What came is not what was stored: its checksum is another.");
  }
  reporter_.finish();
  co_return object_.info();
}

Task<void> StreamDownload::fetch_parts() {
  const std::uint64_t size = object_.info().size;
  while (asked_ < size) {
    Part part;
    part.offset = asked_;
    part.bytes = std::min(part_bytes_, size - asked_);
    asked_ += part.bytes;
    MemorySink memory(part.bytes);
    PAIL_CO_TRY(co_await object_.get(s3_, part, memory, reporter_.progress()));
    PAIL_CO_TRY(co_await deliver(part, memory.take()));
  }
  co_return wire::ok();
}

Task<void> StreamDownload::deliver(Part part, std::string text) {
  while (delivered_ != part.offset) {
    PAIL_CO_TRY(co_await turn_.wait());
  }
  const auto write = [output = output_, text = std::move(text)] { return output->write(text); };
  PAIL_CO_TRY(co_await writer_.run(write));
  delivered_ += part.bytes;
  turn_.notify();
  co_return wire::ok();
}

}  // namespace

Task<ObjectInfo> stream_ranges(Client& s3, ObjectRanges object, Sink& sink,
                               DownloadOptions options) {
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  StreamDownload download(s3, std::move(object), sink, std::move(options), executor);
  co_return co_await in_order(download.run());
}

Task<ObjectInfo> download_stream(Client& s3, std::string bucket, std::string key, Sink& sink,
                                 DownloadOptions options) {
  const std::uint64_t whole_max = options.parts_beyond.value_or(parts_from);
  if (options.get.range.empty()) {
    const Place from{bucket, key, options.get.version_id};
    PAIL_CO_TRY(ObjectRanges object, co_await ObjectRanges::find(s3, from, options.get));
    if (object.info().size > whole_max) {
      co_return co_await stream_ranges(s3, std::move(object), sink, std::move(options));
    }
  }
  Reporter reporter(options.watcher, options.size.value_or(0));
  GetOptions get = options.get;
  get.progress = reporter.progress();
  PAIL_CO_TRY(ObjectInfo info, co_await s3.get_object(bucket, key, sink, std::move(get)));
  reporter.finish();
  co_return info;
}

}  // namespace pail::client::transfer
