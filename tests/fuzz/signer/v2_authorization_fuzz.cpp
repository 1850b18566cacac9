// Any text as the Authorization header, the date and the query of a V2 request: refused, never
// accepted.
#include "tests/fuzz/signer/one_key.hpp"

using namespace pail;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr wire::Seconds now{std::chrono::seconds{1360112265}};
  constexpr std::string_view date = "Wed, 06 Feb 2013 00:57:45 GMT";
  fuzz::expect_not_accepted({}, {{"Date", date}, {"Authorization", text}}, now);
  fuzz::expect_not_accepted(
      {}, {{"x-amz-date", text}, {"Authorization", "AWS AKIAIOSFODNN7EXAMPLE:xyz="}}, now);
  if (const auto query = wire::Query::parse(text)) {
    fuzz::expect_not_accepted(query.value(), {{"Date", date}}, now);
  }
  return 0;
}
