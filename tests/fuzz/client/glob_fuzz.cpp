#include <cstdint>

#include "client/sync/glob.hpp"
#include "tests/fuzz/wire/require.hpp"

using namespace pail::client::sync;
using pail::testing::require;

// The pattern, a line end, the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = pail::testing::input(data, size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string glob(input.substr(0, end));
  const std::string text(end == input.size() ? std::string_view() : input.substr(end + 1));
  const bool fits = glob_matches(glob, text);
  const std::string prefix = literal_prefix(glob);
  require(!fits || text.starts_with(prefix), "what fits begins with the literal part");
  require(is_glob(glob) || fits == (glob == text), "what is no glob is itself");
  require(glob_matches("**", text), "everything fits two stars");
  require(!fits || glob_matches("**" + glob, text), "stars in front take nothing away");
  std::string escaped;
  for (const char c : text) {
    if (is_glob(std::string_view(&c, 1))) escaped += '\\';
    escaped += c;
  }
  require(glob_matches(escaped, text), "an escaped text is itself");
  return 0;
}
