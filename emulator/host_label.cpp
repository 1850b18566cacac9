#include "emulator/host_label.hpp"

#include <algorithm>

#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

constexpr std::string_view infix = ".pail.";

// Hosts come with every request, labels hardly ever.
bool may_have_label(std::string_view host) noexcept {
  return std::search(host.begin(), host.end(), infix.begin(), infix.end(), [](char c, char lower) {
           return c == lower || (c >= 'A' && c <= 'Z' && c - 'A' + 'a' == lower);
         }) != host.end();
}

}  // namespace

std::optional<HostLabel> host_label(std::string_view host, std::span<const std::string> own_names) {
  if (!may_have_label(host)) return std::nullopt;
  const std::string name = wire::host_name(host);
  for (const std::string& own : own_names) {
    const std::string suffix = std::string(infix) + own;
    if (!name.ends_with(suffix)) continue;
    const std::string_view front = std::string_view(name).substr(0, name.size() - suffix.size());
    const std::size_t label_begin = front.rfind('.') + 1;  // npos + 1 = 0
    HostLabel label{std::string(front.substr(label_begin)), name.substr(label_begin)};
    if (!label.world.empty()) return label;
  }
  return std::nullopt;
}

}  // namespace pail::emulator
