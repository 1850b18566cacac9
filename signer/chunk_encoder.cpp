#include "signer/chunk_encoder.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "signer/trailer.hpp"
#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "wire/digest.hpp"

namespace pail::signer {
namespace {

constexpr std::string_view crlf = "\r\n";
constexpr std::string_view signature_extension = ";chunk-signature=";

void append_hex_size(std::string& out, std::uint64_t size) {
  char digits[2 * sizeof size];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), size, 16);
  out.append(digits, end);
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(":").append(value).append(crlf);
}

void require(bool kept, const char* rule) {
  if (!kept) throw std::logic_error(rule);
}

// Size, signature and line end of a chunk's first line.
std::uint64_t head_bytes(std::uint64_t size, Payload form, Algorithm by) {
  std::string digits;
  append_hex_size(digits, size);
  const std::size_t extension =
      has_signed_chunks(form) ? signature_extension.size() + chunk_signature_chars(by) : 0;
  return digits.size() + extension + crlf.size();
}

std::uint64_t line_bytes(std::string_view name, std::size_t value_bytes) {
  return name.size() + 1 + value_bytes + crlf.size();
}

}  // namespace

std::string_view chunked_keyword(Payload form, Algorithm by) {
  require(has_chunks(form), "the body is not aws-chunked");
  if (!has_signed_chunks(form)) return v4::streaming_unsigned_trailer;
  const bool hmac = by == Algorithm::hmac_sha256;
  if (form == Payload::chunked_signed) {
    return hmac ? v4::streaming_signed : v4a::streaming_signed;
  }
  return hmac ? v4::streaming_signed_trailer : v4a::streaming_signed_trailer;
}

ChunkEncoder::ChunkEncoder(ChunkRules rules) : rules_(std::move(rules)), chain_(chain_of(rules_)) {}

void ChunkEncoder::append_head(std::string& out, wire::Bytes data) {
  append_hex_size(out, data.size());
  if (chain_) out.append(signature_extension).append(chain_->sign_chunk(wire::sha256(data)));
  out += crlf;
}

void ChunkEncoder::append_chunk(std::string& out, wire::Bytes data) {
  if (data.empty()) return;
  require(last_chunk_ >= wire::limits::chunk_bytes_min, "only the last chunk may be short");
  require(data.size() <= rules_.decoded_length - sent_, "more data than promised");
  append_head(out, data);
  out.append(wire::as_text(data)).append(crlf);
  sent_ += data.size();
  last_chunk_ = data.size();
}

void ChunkEncoder::finish(std::string& out, const std::vector<Trailer>& trailers) {
  require(sent_ == rules_.decoded_length, "less data than promised");
  require(trailer::as_announced(trailers, rules_.announced), "other trailers than announced");
  append_head(out, {});
  for (const Trailer& line : trailers) append_line(out, line.name, line.value);
  if (rules_.payload == Payload::chunked_signed_trailer) {
    append_line(out, trailer::signature_name, chain_->sign_trailer(trailer::signed_text(trailers)));
  }
  out += crlf;
}

std::uint64_t encoded_length(Payload form, Algorithm by, std::uint64_t decoded_length,
                             const std::vector<TrailerRoom>& trailers, std::size_t chunk_bytes) {
  const std::uint64_t whole = decoded_length / chunk_bytes, rest = decoded_length % chunk_bytes;
  std::uint64_t length = whole * (head_bytes(chunk_bytes, form, by) + chunk_bytes + crlf.size());
  if (rest > 0) length += head_bytes(rest, form, by) + rest + crlf.size();
  length += head_bytes(0, form, by);
  for (const TrailerRoom& line : trailers) length += line_bytes(line.name, line.value_bytes);
  if (form == Payload::chunked_signed_trailer) {
    length += line_bytes(trailer::signature_name, chunk_signature_chars(by));
  }
  return length + crlf.size();
}

std::string encode_chunked(ChunkRules rules, std::string_view body,
                           const std::vector<Trailer>& trailers, std::size_t chunk_bytes) {
  rules.decoded_length = body.size();
  rules.announced.clear();
  for (const Trailer& line : trailers) rules.announced.push_back(line.name);
  ChunkEncoder encoder(std::move(rules));
  std::string out;
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, chunk_bytes);
    encoder.append_chunk(out, wire::as_bytes(chunk));
    body.remove_prefix(chunk.size());
  }
  encoder.finish(out, trailers);
  return out;
}

}  // namespace pail::signer
