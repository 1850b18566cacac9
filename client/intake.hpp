// Who takes the body of an answer, over the attempts it takes to get it. Internal to Client.
//
// Refers to the caller's sink. One thread. Errors: the sink's; BadDigest when what came has another
// checksum than what is stored; PreconditionFailed when the object became another between two
// attempts. Spec: shared/spec/semantics.md §5, §6 and §10, errors.md §5.
#pragma once

#include <optional>
#include <string>

#include "client/request.hpp"
#include "client/sink.hpp"
#include "client/types.hpp"
#include "net/http_client.hpp"
#include "wire/checksum.hpp"

namespace pail::client {

class Intake {
 public:
  virtual ~Intake() = default;
  // What the next attempt has to say so that its answer goes on where the last one ended.
  virtual void prepare(Request& /*request*/) const {}
  // The head of a success.
  virtual Result<void> begin(const net::ResponseHead& head, wire::Time now) = 0;
  virtual Result<void> write(net::Bytes piece) = 0;
  // The body was whole. A failure here is as good as one of the server's.
  virtual Result<void> finish() = 0;
  // Whether what another attempt brings would fit to what is there.
  virtual bool can_go_on() const noexcept { return true; }
};

// A document, in memory.
class DocumentIntake final : public Intake {
 public:
  Result<void> begin(const net::ResponseHead&, wire::Time) override;
  Result<void> write(net::Bytes piece) override { return text_.write(piece); }
  // S3 may find out that it fails when its 200 is on the way: the Error inside.
  Result<void> finish() override;
  std::string take() { return text_.take(); }

 private:
  TextSink text_;
};

// An object. Breaks in the middle are mended by asking for the rest of the same one.
class Download final : public Intake {
 public:
  Download(Sink& sink, const Progress& progress) : sink_(sink), progress_(progress) {}

  void prepare(Request& request) const override;
  Result<void> begin(const net::ResponseHead& head, wire::Time now) override;
  Result<void> write(net::Bytes piece) override;
  Result<void> finish() override;
  bool can_go_on() const noexcept override {
    return !sink_failed_ && (done_ == 0 || can_ask_for_rest_);
  }

  // Of the first answer, which was for all of it.
  const ObjectInfo& info() const noexcept { return info_; }
  bool is_under_way() const noexcept { return done_ > 0; }

 private:
  void begin_new(const net::ResponseHead& head, wire::Time now);
  Result<void> begin_rest(const net::ResponseHead& head, wire::Time now);
  Result<void> deliver(net::Bytes piece);

  Sink& sink_;
  const Progress& progress_;
  ObjectInfo info_;
  std::uint64_t first_ = 0;            // the first byte's place in the object
  std::optional<std::uint64_t> last_;  // none: its end
  std::uint64_t done_ = 0;
  std::uint64_t skip_ = 0;  // what comes again, from a server that knows no ranges
  bool can_ask_for_rest_ = false;
  bool sink_failed_ = false;
  std::string expected_;  // the checksum; empty: cannot be compared
  std::optional<wire::Checksum> running_;
};

// The error document that a body holds instead of what was asked for.
std::optional<wire::Error> error_inside(std::string_view body);
// "bytes 0-99/1000": the first and the last byte of a range.
std::optional<std::pair<std::uint64_t, std::uint64_t>> read_content_range(std::string_view text);

}  // namespace pail::client
