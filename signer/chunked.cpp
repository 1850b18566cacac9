#include "signer/chunked.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "signer/chunk_chain.hpp"
#include "signer/trailer.hpp"
#include "wire/digest.hpp"
#include "wire/limits.hpp"

namespace pail::signer {
namespace {

using trailer::incomplete_body;
using wire::Errc;
using wire::Error;
namespace limits = wire::limits;

struct ChunkHead {
  std::uint64_t size = 0;
  std::optional<std::string_view> signature;
};

// "400;chunk-signature=..."; other extensions are allowed and ignored. nullopt: no size.
std::optional<ChunkHead> parse_head(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find(';'));
  if (digits.size() > limits::chunk_size_digits_max) return std::nullopt;
  ChunkHead head;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, head.size, 16);
  if (error != std::errc{} || stop != end) return std::nullopt;

  constexpr std::string_view signature_prefix = "chunk-signature=";
  line.remove_prefix(digits.size());
  while (!line.empty()) {
    line.remove_prefix(1);
    const std::string_view extension = line.substr(0, line.find(';'));
    if (extension.starts_with(signature_prefix)) {
      head.signature = extension.substr(signature_prefix.size());
    }
    line.remove_prefix(extension.size());
  }
  return head;
}

}  // namespace

class ChunkDecoder::State {
 public:
  explicit State(ChunkRules rules) : rules_(std::move(rules)), chain_(chain_of(rules_)) {}

  wire::Result<void> write(std::string_view rest, const Sink& sink) {
    while (!rest.empty()) {
      PAIL_TRY(read_some(rest, sink));
    }
    return wire::ok();
  }

  wire::Result<void> finish() {
    if (step_ != Step::trailer || received_ != rules_.decoded_length) return incomplete_body();
    PAIL_TRY(trailers_, trailer::parse(text_));
    const bool is_signed = rules_.payload == Payload::chunked_signed_trailer;
    std::string signature;
    if (is_signed) {
      PAIL_TRY(signature, take_signature());
    }
    if (!trailer::as_announced(trailers_, rules_.announced)) return Errc::MalformedTrailerError;
    if (!is_signed) return wire::ok();
    return chain_->accept_trailer(signature, trailer::signed_text(trailers_));
  }

  const std::vector<Trailer>& trailers() const noexcept { return trailers_; }

 private:
  enum class Step : std::uint8_t { size_line, data, data_end, trailer };

  // Takes at least one byte off `rest`.
  wire::Result<void> read_some(std::string_view& rest, const Sink& sink) {
    switch (step_) {
      case Step::size_line:
        return read_size_line(rest);
      case Step::data:
        return read_data(rest, sink);
      case Step::data_end:
        return read_data_end(rest);
      case Step::trailer:
        break;
    }
    return read_trailer(rest);
  }

  wire::Result<void> read_size_line(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (text_.size() + end > limits::chunk_line_bytes_max) return incomplete_body();
    text_ += rest.substr(0, end);
    const bool complete = end < rest.size();
    rest.remove_prefix(complete ? end + 1 : end);
    if (!complete) return wire::ok();
    if (!text_.ends_with('\r')) return incomplete_body();
    text_.pop_back();
    PAIL_TRY(begin_chunk(text_));
    text_.clear();
    return wire::ok();
  }

  wire::Result<void> begin_chunk(std::string_view line) {
    const auto head = parse_head(line);
    if (!head || (chain_ && !head->signature)) return incomplete_body();
    ++chunk_number_;
    if (head->size > 0 && chunk_number_ > 1 && chunk_size_ < limits::chunk_bytes_min) {
      return size_error();
    }
    if (head->size > rules_.decoded_length - received_) return incomplete_body();
    chunk_size_ = left_ = head->size;
    signature_ = head->signature.value_or(std::string_view{});
    if (chunk_size_ > 0) {
      step_ = Step::data;
      return wire::ok();
    }
    step_ = Step::trailer;
    return end_of_data();
  }

  // As captured from the service: the number is that of the chunk which shows that the small one
  // before it was not the last, the size is the small one's.
  Error size_error() const {
    return Error(Errc::InvalidChunkSizeError)
        .with("Chunk", std::to_string(chunk_number_))
        .with("BadChunkSize", std::to_string(chunk_size_));
  }

  wire::Result<void> read_data(std::string_view& rest, const Sink& sink) {
    const std::string_view data = rest.substr(0, left_);
    rest.remove_prefix(data.size());
    left_ -= data.size();
    received_ += data.size();
    if (chain_) hash_.update(wire::as_bytes(data));
    PAIL_TRY(sink(wire::as_bytes(data)));
    if (left_ > 0) return wire::ok();
    step_ = Step::data_end;
    return end_of_data();
  }

  wire::Result<void> end_of_data() {
    if (!chain_) return wire::ok();
    PAIL_TRY(chain_->accept_chunk(signature_, hash_.finish()));
    hash_ = wire::Sha256();
    return wire::ok();
  }

  wire::Result<void> read_data_end(std::string_view& rest) {
    constexpr std::string_view crlf = "\r\n";
    if (rest.front() != crlf[data_end_seen_]) return incomplete_body();
    rest.remove_prefix(1);
    if (++data_end_seen_ < crlf.size()) return wire::ok();
    data_end_seen_ = 0;
    step_ = Step::size_line;
    return wire::ok();
  }

  // Kept whole until finish(): it is short, and the end of the body is what ends it.
  wire::Result<void> read_trailer(std::string_view& rest) {
    if (text_.size() + rest.size() > limits::trailer_bytes_max) return Errc::MalformedTrailerError;
    text_ += std::exchange(rest, {});
    return wire::ok();
  }

  wire::Result<std::string> take_signature() {
    if (trailers_.empty() || trailers_.back().name != trailer::signature_name) {
      return Errc::MalformedTrailerError;
    }
    std::string signature = std::move(trailers_.back().value);
    trailers_.pop_back();
    return signature;
  }

  ChunkRules rules_;
  std::optional<ChunkChain> chain_;  // signed forms only
  Step step_ = Step::size_line;
  std::string text_;       // the size line so far, or the trailer so far
  std::string signature_;  // of the chunk being read
  wire::Sha256 hash_;
  std::uint64_t chunk_size_ = 0;
  std::uint64_t left_ = 0;
  std::uint64_t received_ = 0;
  std::uint64_t chunk_number_ = 0;
  std::size_t data_end_seen_ = 0;
  std::vector<Trailer> trailers_;
};

ChunkDecoder::ChunkDecoder(ChunkRules rules) : state_(std::make_unique<State>(std::move(rules))) {}
ChunkDecoder::~ChunkDecoder() = default;
ChunkDecoder::ChunkDecoder(ChunkDecoder&&) noexcept = default;
ChunkDecoder& ChunkDecoder::operator=(ChunkDecoder&&) noexcept = default;

wire::Result<void> ChunkDecoder::write(wire::Bytes encoded, const Sink& sink) {
  return state_->write(wire::as_text(encoded), sink);
}
wire::Result<void> ChunkDecoder::finish() {
  return state_->finish();
}
const std::vector<Trailer>& ChunkDecoder::trailers() const noexcept {
  return state_->trailers();
}

}  // namespace pail::signer
