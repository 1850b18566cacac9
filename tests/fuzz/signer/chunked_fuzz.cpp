// A body in one piece and the same body in pieces must decode to the same data, trailers and error.
// The first byte chooses the form ('0' to '4'), the second where the body is split.
#include <cstdlib>
#include <iterator>

#include "signer/chunked.hpp"
#include "wire/error.hpp"

namespace {

using namespace pail;

struct Form {
  signer::Payload payload;
  signer::Algorithm algorithm = signer::Algorithm::hmac_sha256;
};
constexpr Form forms[] = {{signer::Payload::chunked_unsigned_trailer},
                          {signer::Payload::chunked_signed},
                          {signer::Payload::chunked_signed_trailer},
                          {signer::Payload::chunked_signed, signer::Algorithm::ecdsa_p256},
                          {signer::Payload::chunked_signed_trailer, signer::Algorithm::ecdsa_p256}};

signer::ChunkRules rules(std::uint8_t byte) {
  const Form& form = forms[static_cast<std::uint8_t>(byte - '0') % std::size(forms)];
  signer::ChunkRules made;
  made.payload = form.payload;
  made.decoded_length = 5;
  made.announced = {"x-amz-checksum-crc32"};
  if (!signer::has_signed_chunks(form.payload)) return made;
  static const auto key =
      std::make_shared<const signer::Key>(signer::Credentials("AKID", "secret"));
  made.key = key;
  made.seed = signer::ChunkSeed{"seed", "20130524T000000Z", "20130524/us-east-1/s3/aws4_request",
                                "c", form.algorithm};
  return made;
}

std::string decode(std::uint8_t form, std::string_view body, std::size_t piece) {
  signer::ChunkDecoder decoder(rules(form));
  std::string story;
  const auto sink = [&](wire::Bytes data) -> wire::Result<void> {
    story += wire::as_text(data);
    return wire::ok();
  };
  wire::Result<void> result = wire::ok();
  while (result && !body.empty()) {
    result = decoder.write(wire::as_bytes(body.substr(0, piece)), sink);
    body.remove_prefix(std::min(piece, body.size()));
  }
  if (result) result = decoder.finish();
  for (const auto& trailer : decoder.trailers()) story += '|' + trailer.name + ':' + trailer.value;
  return story + (result ? "|decoded" : '|' + wire::describe(result.error()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data + 2), size - 2);
  const std::size_t piece = data[1] % 32 + 1U;
  if (decode(data[0], body, body.size() + 1) != decode(data[0], body, piece)) std::abort();
  return 0;
}
