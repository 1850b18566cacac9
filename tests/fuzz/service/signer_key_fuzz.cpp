// A template, a caller and a file's name, or a key that is asked for, on three lines. What is made
// is the caller's; what is the caller's is nobody else's.
#include <cstdint>

#include "signer/service/file_name.hpp"
#include "signer/service/key_template.hpp"
#include "tests/fuzz/wire/require.hpp"
#include "wire/text.hpp"

using namespace pail;
using namespace pail::signer::service;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = pail::testing::input(data, size);
  const auto line = [&rest] {
    const std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), text.size() + 1));
    return text;
  };
  const auto key = KeyTemplate::parse(line());
  const std::string_view caller = line();
  const std::string_view name = rest;
  require(is_fit_file_name(fit_file_name(name)), "fit once is fit for ever");
  require(wire::is_utf8(fit_file_name(name)), "names are text");
  if (!key || caller.empty() || caller.size() > 128) return 0;
  const KeyTemplate& keys = key.assume_value();
  wire::SeededRandom random(1);
  const auto made = keys.make({caller, name, {}}, random);
  if (made) require(keys.matches(made.assume_value(), caller), "what is made matches");
  if (!keys.has_caller()) return 0;
  const std::string other = std::string(caller) + "x";
  require(!keys.matches(name, caller) || !keys.matches(name, other), "one caller's");
  return 0;
}
