// An ETag at the end of a list is found there, unless quotes swallow it; and no list names an ETag
// that it does not contain.
#include <cstdint>
#include <string>

#include "emulator/model/conditions.hpp"
#include "tests/fuzz/wire/require.hpp"

using pail::model::names_etag;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes) {
  const std::string etag = "d41d8cd98f00b204e9800998ecf8427e";
  const std::string list(pail::testing::input(data, bytes));
  const auto holds = [&list](std::string_view text) {
    return list.find(text) != std::string::npos;
  };
  require(!names_etag(list, etag) || holds(etag) || holds("*"), "only what is listed is named");
  require(holds("\"") || names_etag(list + "," + etag, etag), "what is listed is named");
  return 0;
}
