#include <cstdint>

#include "tests/fuzz/wire/require.hpp"
#include "wire/date.hpp"

using namespace pail::wire;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = pail::testing::input(data, size);
  const Time now(std::chrono::seconds(1'360'112'265));
  const auto requested = parse_request_date(text, now);
  if (requested) {
    require(*requested >= Seconds{}, "a request date is not before 1970");
    require(parse_request_date(format_http_date(*requested), now) == requested,
            "HTTP date comes back");
    require(parse_iso_basic(format_iso_basic(*requested)) == requested, "ISO basic comes back");
  }
  if (const auto basic = parse_iso_basic(text)) {
    require(format_iso_basic(*basic) == text, "ISO basic has one spelling");
    require(*basic < Seconds{} || requested == basic, "ISO basic is a request date");
  }
  if (const auto http = parse_http_date(text, now))
    require(http == requested, "so is an HTTP date");
  if (const auto day = parse_iso_day(text))
    require(format_iso_day(*day) == text, "a day comes back");
  if (const auto extended = parse_iso_extended(text)) {
    require(format_iso_extended(*extended).substr(0, 19) == text.substr(0, 19),
            "ISO extended comes back");
  }
  return 0;
}
