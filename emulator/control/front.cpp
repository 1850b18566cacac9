#include "emulator/control/control.hpp"
#include "wire/target.hpp"

namespace pail::control {
namespace {

// No bucket can be called _pail, so path style loses nothing by it.
constexpr std::string_view own_segment = "/_pail";

// Views of the request's target only: every S3 request comes through here, and nearly all end at
// the first look. What does not begin with '/' may be the absolute form.
bool aims_at_control(std::string_view raw_target) {
  if (raw_target.starts_with('/') && !raw_target.starts_with(own_segment)) return false;
  const auto target = wire::split_target(raw_target);
  if (!target) return false;
  const std::string_view path = target.value().path;
  return path.starts_with(own_segment) &&
         (path.size() == own_segment.size() || path[own_segment.size()] == '/');
}

bool is_for_control(const emulator::Emulator& emulator, const net::Request& request) {
  return aims_at_control(request.target) && emulator.is_service_host(request.headers.get("Host"));
}

}  // namespace

net::Begin Front::begin(const net::Request& request) {
  return is_for_control(emulator_, request) ? control_.begin(request) : emulator_.begin(request);
}

net::Reply Front::fail(const wire::Error& error, const net::Request* request, net::Upload* upload) {
  const bool own = request != nullptr && is_for_control(emulator_, *request);
  return own ? control_.fail(error, request, upload) : emulator_.fail(error, request, upload);
}

bool Front::may_block(const net::Request& request) const noexcept {
  return is_for_control(emulator_, request) ? control_.may_block(request)
                                            : emulator_.may_block(request);
}

}  // namespace pail::control
