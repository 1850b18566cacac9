#include "net/exchange.hpp"

namespace pail::net {

std::uint64_t Reply::body_size() const noexcept {
  if (const auto* text = std::get_if<std::string>(&body)) return text->size();
  const auto* source = std::get_if<std::unique_ptr<Source>>(&body);
  return source != nullptr && *source ? (*source)->size() : 0;
}

}  // namespace pail::net
