// A policy document: whatever arrives, it is refused or answers every request, in bounded time;
// what it says does not depend on when it was parsed.
#include <cstdint>
#include <string>

#include "emulator/access/policy.hpp"
#include "tests/fuzz/wire/require.hpp"

using namespace pail::access;

namespace {

// Every key has two values, taken from the input's own words as far as possible: its name.
class SomeKeys final : public ConditionKeys {
 public:
  void append(std::string_view key, std::vector<std::string>& values) const override {
    values.emplace_back(key.substr(key.find(':') + 1));
    if (key.size() % 2 == 0) values.emplace_back("203.0.113.7");
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = pail::testing::input(data, size);
  const SomeKeys keys;
  for (const auto kind : {PolicyKind::identity, PolicyKind::trust, PolicyKind::bucket}) {
    const auto policy = Policy::parse(text, kind);
    if (!policy) continue;
    const auto again = Policy::parse(policy.value()->text(), kind);
    pail::testing::require(again.has_value(), "a policy's text is that policy");
    for (const std::string_view action : {"s3:GetObject", "sts:AssumeRole"}) {
      const PolicyRequest request{
          {"123456789012", "arn:aws:iam::123456789012:user/ann", {}, {}, {}},
          action,
          "arn:aws:s3:::photos/home/ann/cat.jpg",
          keys};
      pail::testing::require(policy.value()->evaluate(request) == again.value()->evaluate(request),
                             "and says the same");
    }
  }
  return 0;
}
