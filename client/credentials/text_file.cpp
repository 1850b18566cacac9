#include "client/credentials/text_file.hpp"

#include <fstream>
#include <iterator>

#include "wire/text.hpp"

namespace pail::client::credentials {
namespace {

// STS: a web identity token has at most 20,000 characters.
constexpr std::size_t token_bytes_max = 20'000;

wire::Error invalid(std::string message) {
  return wire::Error(wire::Errc::InvalidArgument, message);
}

}  // namespace

wire::Result<std::string> checked_token(std::string token, std::string_view from) {
  token = std::string(wire::trim(token));
  if (token.empty()) return invalid(std::string(from) + " holds no token");
  if (token.size() > token_bytes_max) return invalid(std::string(from) + " is too long a token");
  if (token.find_first_of("\r\n") != std::string::npos) {
    return invalid(std::string(from) + " holds more than one line");
  }
  return token;
}

wire::Result<std::string> read_token(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return invalid("cannot read the token file " + path);
  std::string text;
  text.resize(token_bytes_max + 2);  // 2: longer ones are seen to be, and a line may end it
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return checked_token(std::move(text), "the token file " + path);
}

}  // namespace pail::client::credentials
