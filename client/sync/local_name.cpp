#include "client/sync/local_name.hpp"

#include <algorithm>
#include <string>

namespace pail::client::sync {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::size_t name_bytes_max = 255;  // NAME_MAX of every file system we know

wire::Result<void> check_component(std::string_view name) {
  if (name.empty()) return Error(Errc::InvalidArgument, "A file name cannot be empty.");
  if (name == "." || name == "..") {
    return Error(Errc::InvalidArgument,
                 "A file cannot be called '" + std::string(name) + "': it would lead elsewhere.");
  }
  if (name.size() > name_bytes_max) {
    return Error(Errc::InvalidArgument, "A file name has 255 bytes at most.");
  }
  return wire::ok();
}

}  // namespace

wire::Result<void> check_local_name(std::string_view key) {
  if (key.find('\0') != std::string_view::npos) {
    return Error(Errc::InvalidArgument, "A file name cannot hold a NUL.");
  }
  for (;;) {
    const std::size_t slash = key.find('/');
    PAIL_TRY(check_component(key.substr(0, slash)));
    if (slash == std::string_view::npos) return wire::ok();
    key.remove_prefix(slash + 1);
  }
}

}  // namespace pail::client::sync
