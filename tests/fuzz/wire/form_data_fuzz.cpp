// A form in one piece and the same in two give the same parts; the first byte says where it is cut.
#include "wire/form_data.hpp"

#include <cstdint>

#include "tests/fuzz/wire/require.hpp"

using namespace pail::wire;
using pail::testing::require;

namespace {

// All that a reader is told, as one text.
struct Transcript final : FormReader {
  Result<void> begin_part(FormPart part) override {
    text += "\n[" + part.name + "|" + part.filename.value_or("-") + "]";
    return ok();
  }
  Result<void> data(Bytes piece) override {
    require(!piece.empty(), "no empty piece is handed on");
    text += as_text(piece);
    return ok();
  }
  Result<void> end_part() override {
    text += "[end]";
    return ok();
  }
  std::string text;
};

std::string transcript(std::string_view body, std::size_t cut) {
  Transcript reader;
  FormParser parser("B", reader);
  const bool good = parser.write(as_bytes(body.substr(0, cut))) &&
                    parser.write(as_bytes(body.substr(cut))) && parser.finish();
  return reader.text + (good ? "" : "[refused]");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = pail::testing::input(data, size);
  const std::string_view body = text.substr(1);
  const std::size_t cut = body.empty() ? 0 : data[0] % body.size();
  require(transcript(body, cut) == transcript(body, body.size()), "a cut changes nothing");
  if (const auto boundary = form_boundary(text)) {
    require(!boundary->empty() && boundary->size() <= 70, "a boundary has RFC 2046's length");
  }
  return 0;
}
