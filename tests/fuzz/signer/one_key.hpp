// The key that signed requests of fuzz inputs may name, and what must never happen to them.
#pragma once

#include <cstdlib>
#include <memory>

#include "signer/verify.hpp"

namespace pail::fuzz {

class OneKey final : public signer::KeyRing {
 public:
  std::shared_ptr<const signer::Key> find(std::string_view access_key) const override {
    return access_key == key_->access_key() ? key_ : nullptr;
  }

 private:
  std::shared_ptr<const signer::Key> key_ =
      std::make_shared<const signer::Key>(signer::Credentials("AKIAIOSFODNN7EXAMPLE", "secret"));
};

// Any request may be refused or be anonymous; none can have been signed with the key above.
inline void expect_not_accepted(const wire::Query& query, const wire::Headers& headers,
                                wire::Time now) {
  static const OneKey keys;
  const auto result = signer::verify({"GET", "/b/k", query, headers, {}}, keys, {now, "us-east-1"});
  if (result && result.value().scheme != signer::Scheme::anonymous) std::abort();
}

}  // namespace pail::fuzz
