#include "emulator/objects/object_url.hpp"

#include "wire/encode.hpp"

namespace pail::emulator::objects {

std::string object_url(const Call& call) {
  std::string url = call.request.tls ? "https://" : "http://";
  url.append(call.request.headers.get("Host")).append("/");
  if (!call.address.virtual_host) url.append(call.address.bucket).append("/");
  wire::append_percent_encoded(url, call.address.key, false);
  return url;
}

}  // namespace pail::emulator::objects
