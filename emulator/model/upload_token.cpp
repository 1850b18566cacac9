#include "emulator/model/upload_token.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "emulator/model/upload.hpp"
#include "wire/encode.hpp"

namespace pail::model {

std::string make_upload_token(wire::Time begun, wire::Random& random) {
  std::array<std::byte, upload_token_bytes> token;
  auto microseconds = static_cast<std::uint64_t>(begun.time_since_epoch().count());
  for (std::size_t i = sizeof microseconds; i-- > 0; microseconds >>= 8) {
    token[i] = static_cast<std::byte>(microseconds);
  }
  random.fill(std::span(token).subspan(sizeof microseconds));
  return std::string(wire::as_text(token));
}

std::string upload_id(std::string_view token) {
  std::string id = wire::to_base64(wire::as_bytes(token));
  std::replace(id.begin(), id.end(), '+', '-');
  std::replace(id.begin(), id.end(), '/', '_');
  return id;
}

std::optional<std::string> upload_token(std::string_view id) {
  auto token = wire::from_base64url(id);
  if (!token || token->size() != upload_token_bytes) return std::nullopt;
  return token;
}

wire::Error no_such_upload(std::string_view id) {
  return wire::Error(wire::Errc::NoSuchUpload).with("UploadId", id);
}

bool is_upload_id(std::string_view text) {
  return upload_token(text).has_value();
}

}  // namespace pail::model
