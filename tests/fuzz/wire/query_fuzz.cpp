#include <cstdint>

#include "tests/fuzz/wire/require.hpp"
#include "wire/query.hpp"

using namespace pail::wire;
using pail::testing::require;

namespace {

void require_same(const Query& a, const Query& b) {
  require(a.all().size() == b.all().size(), "as many parameters");
  for (std::size_t i = 0; i < a.all().size(); ++i) {
    require(a.all()[i].name == b.all()[i].name, "the same name");
    require(a.all()[i].value == b.all()[i].value, "the same value");
    require(a.all()[i].has_equals == b.all()[i].has_equals, "the same shape");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = Query::parse(pail::testing::input(data, size));
  if (!parsed) return 0;
  const Query& query = parsed.assume_value();
  const std::string text = query.text();
  const auto again = Query::parse(text);
  require(again.has_value(), "its own text is readable");
  require_same(query, again.assume_value());

  Query built;
  for (const QueryParam& param : query.all()) {
    require(query.find(param.name)->name == param.name, "each name is found");
    param.has_equals ? built.add(param.name, param.value) : built.add(param.name);
  }
  const std::string encoded = built.text();
  const auto decoded = Query::parse(encoded);
  require(decoded.has_value(), "what is built is readable");
  require_same(built, decoded.assume_value());
  return 0;
}
