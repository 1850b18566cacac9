// Values that conditions compare by meaning and not by text: numbers, dates, addresses, truth.
// Pure. Spec: shared/spec/semantics.md §18.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/clock.hpp"

namespace pail::access {

// Decimal, finite, with or without fraction.
std::optional<double> parse_number(std::string_view text) noexcept;
// ISO 8601 as the W3C profiles it, from a year to a fraction of a second (a time needs a zone: Z or
// an offset), or seconds since 1970.
std::optional<wire::Time> parse_date(std::string_view text) noexcept;
// "true" or "false", letters of either case.
std::optional<bool> parse_truth(std::string_view text) noexcept;

// An IPv4 or IPv6 address, or all that share its leading bits. IPv4 inside IPv6 (::ffff:1.2.3.4) is
// IPv4: a socket for both families reports its peers so.
class Network {
 public:
  // "203.0.113.0/24", "2001:db8::/32", or an address alone. Bits behind the prefix do not count.
  static std::optional<Network> parse(std::string_view text) noexcept;
  bool contains(const Network& other) const noexcept;

 private:
  bool wide_ = false;  // IPv6
  std::array<std::uint8_t, 16> bytes_{};
  unsigned prefix_bits_ = 0;
};

}  // namespace pail::access
