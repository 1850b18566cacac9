// Lists come in pages: MaxItems items, and a Marker to go on from. Pure.
// Spec: shared/spec/operations.md §6.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/query_api/parameters.hpp"
#include "wire/encode.hpp"
#include "wire/error.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::query_api {

inline constexpr std::int64_t items_default = 100;
inline constexpr std::int64_t items_max = 1000;

// Writes <element> with a <member> per item of this page, then IsTruncated and Marker. `items` are
// in the order of key_of(item), which is what a Marker holds, in Base64 to be opaque.
template <class Item, class KeyOf, class Write>
Result<void> write_page(const Parameters& parameters, std::string_view element,
                        const std::vector<Item>& items, KeyOf key_of, Write write,
                        wire::XmlWriter& xml) {
  PAIL_TRY(const auto limit, parameters.number("MaxItems", 1, items_max));
  const auto marker = parameters.find("Marker");
  const auto after = marker ? wire::from_base64(*marker) : std::optional<std::string>("");
  if (!after) return invalid("Marker", *marker, "Member must be the Marker of an earlier answer");
  auto item = std::find_if(items.begin(), items.end(), [&](const Item& one) {
    return !marker || std::string_view(key_of(one)) > std::string_view(*after);
  });
  const auto left = items.end() - item;
  const auto count = std::min<std::ptrdiff_t>(left, limit.value_or(items_default));
  xml.open(element);
  for (const auto end = item + count; item != end; ++item) {
    xml.open("member");
    write(*item, xml);
    xml.close();
  }
  xml.close().element("IsTruncated", count < left);
  if (count < left) {
    xml.element("Marker", wire::to_base64(wire::as_bytes(std::string_view(key_of(*(item - 1))))));
  }
  return wire::ok();
}

// As write_page(), of names that are members themselves: <member>name</member>.
Result<void> write_names(const Parameters& parameters, std::string_view element,
                         const std::vector<std::string>& names, wire::XmlWriter& xml);

}  // namespace pail::emulator::query_api
