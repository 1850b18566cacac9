#include "signer/text.hpp"

#include <utility>

namespace pail::signer {

void Text::grow(std::size_t size) {
  const std::size_t held = this->size();
  const std::size_t room = std::max(2 * static_cast<std::size_t>(limit_ - begin_), held + size);
  auto grown = std::make_unique_for_overwrite<char[]>(room);
  std::copy(begin_, end_, grown.get());
  grown_ = std::move(grown);
  begin_ = grown_.get();
  end_ = begin_ + held;
  limit_ = begin_ + room;
}

}  // namespace pail::signer
