#include "client/load/bodies.hpp"

#include <algorithm>

#include "wire/random.hpp"

namespace pail::client::load {
namespace {

class Stretch final : public Body {
 public:
  explicit Stretch(net::LoadBody all) : all_(all), left_(all) {}

  std::uint64_t size() const noexcept override { return all_.bytes; }
  Result<net::Bytes> next(std::size_t at_most) override {
    const std::string_view piece = left_.front().substr(0, at_most);
    left_.advance(piece.size());
    return wire::as_bytes(piece);
  }
  Result<bool> rewind() override {
    left_ = all_;
    return true;
  }

 private:
  net::LoadBody all_;
  net::LoadBody left_;
};

}  // namespace

Bodies::Bodies(std::uint64_t seed) : block_(block_bytes, '\0') {
  wire::SeededRandom random(seed);
  random.fill({reinterpret_cast<std::byte*>(block_.data()), block_.size()});
}

std::unique_ptr<Body> Bodies::upload(std::uint64_t offset, std::uint64_t bytes) const {
  return std::make_unique<Stretch>(body(offset, bytes));
}

}  // namespace pail::client::load
