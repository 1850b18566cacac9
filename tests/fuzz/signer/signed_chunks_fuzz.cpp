// A body of rightly signed chunks, then edited: it must decode to what was signed, or not at all,
// and the same in one piece and in many. The first byte chooses the form, the second where the body
// is split; then come edits of three bytes: what to do, where, with which byte.
#include <algorithm>
#include <cstdlib>

#include "signer/chunk_encoder.hpp"
#include "wire/error.hpp"

namespace {

using namespace pail;

constexpr std::string_view data = "hello";

signer::ChunkRules rules(std::uint8_t form) {
  static const auto key =
      std::make_shared<const signer::Key>(signer::Credentials("AKID", "secret"));
  const bool hmac = form % 2 == 0;
  signer::ChunkRules made;
  made.payload =
      form / 2 % 2 == 0 ? signer::Payload::chunked_signed : signer::Payload::chunked_signed_trailer;
  made.decoded_length = data.size();
  made.key = key;
  made.seed =
      signer::ChunkSeed{"seed", "20130524T000000Z", "20130524/us-east-1/s3/aws4_request", "c",
                        hmac ? signer::Algorithm::hmac_sha256 : signer::Algorithm::ecdsa_p256};
  if (made.payload == signer::Payload::chunked_signed_trailer) made.announced = {"x-amz-a"};
  return made;
}

void edit(std::string& body, const std::uint8_t* three) {
  const std::size_t at = (three[0] % 4U * 256U + three[1]) % (body.size() + 1);
  const char byte = static_cast<char>(three[2]);
  if (three[0] / 4 % 2 == 0) body.insert(at, 1, byte);
  if (three[0] / 8 % 2 == 0 && at < body.size()) body.erase(at, 1);
}

// The data, or the error.
std::string decode(const signer::ChunkRules& with, std::string_view body, std::size_t piece) {
  signer::ChunkDecoder decoder(with);
  std::string story;
  wire::Result<void> result = wire::ok();
  while (result && !body.empty()) {
    result = decoder.write(wire::as_bytes(body.substr(0, piece)), [&](wire::Bytes bytes) {
      story += wire::as_text(bytes);
      return wire::Result<void>(wire::ok());
    });
    body.remove_prefix(std::min(piece, body.size()));
  }
  if (result) result = decoder.finish();
  return result ? story : wire::describe(result.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  if (size < 2) return 0;
  const signer::ChunkRules with = rules(input[0]);
  std::vector<signer::Trailer> trailers;
  for (const std::string& name : with.announced) trailers.push_back({name, "1"});
  std::string body = signer::encode_chunked(with, data, trailers);
  if (decode(with, body, input[1] % 32 + 1U) != data) std::abort();
  for (std::size_t i = 2; i + 2 < size; i += 3) edit(body, input + i);
  const std::string whole = decode(with, body, body.size() + 1);
  if (whole != decode(with, body, input[1] % 32 + 1U)) std::abort();
  const bool refused = whole.find(": ") != std::string::npos;
  if (!refused && whole != data) std::abort();
  return 0;
}
