#include "emulator/documents/continuation_token.hpp"

#include "emulator/invalid_argument.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::documents {
namespace {

constexpr char version = 1;

}  // namespace

std::string make_token(std::string_view last) {
  return wire::to_base64(wire::as_bytes(std::string(1, version).append(last)));
}

Result<std::string> read_token(std::string_view token) {
  auto bytes = wire::from_base64(token);
  if (!bytes || bytes->size() < 2 || bytes->front() != version) {
    return invalid_argument("The continuation token provided is incorrect", "continuation-token");
  }
  return bytes->substr(1);
}

}  // namespace pail::emulator::documents
