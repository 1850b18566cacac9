// `{world}.pail.localhost`: a host that says which world a request means, below each of the
// server's own names. In front of it may stand a bucket. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pail::emulator {

struct HostLabel {
  std::string world;
  std::string own_name;  // the host without a bucket: an own name of the server in that world
};

// `host` as sent. nullopt: it has no such label. Whether there is such a world is not asked.
std::optional<HostLabel> host_label(std::string_view host, std::span<const std::string> own_names);

}  // namespace pail::emulator
