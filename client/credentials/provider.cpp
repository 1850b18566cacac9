#include "client/credentials/provider.hpp"

#include <utility>

#include "client/credentials/container.hpp"
#include "client/credentials/renewing.hpp"
#include "client/credentials/sts.hpp"
#include "client/credentials/vended.hpp"

namespace pail::client::credentials {
namespace {

using SharedKey = std::shared_ptr<const signer::Key>;

// What the caller has, or nothing: there is no other to fetch.
class Fixed final : public Provider {
 public:
  explicit Fixed(SharedKey key) : key_(std::move(key)) {}
  boost::asio::awaitable<wire::Result<SharedKey>> key(wire::Time) override { co_return key_; }
  void renew(std::string_view) override {}

 private:
  SharedKey key_;
};

struct Make {
  const Surroundings& around;

  std::unique_ptr<Provider> operator()(const signer::Credentials& keys) const {
    return std::make_unique<Fixed>(std::make_shared<const signer::Key>(keys));
  }
  std::unique_ptr<Provider> operator()(const Role& role) const {
    return renewing(role_fetcher(role, around));
  }
  std::unique_ptr<Provider> operator()(const WebIdentity& identity) const {
    return renewing(web_identity_fetcher(identity, around));
  }
  std::unique_ptr<Provider> operator()(const Container& container) const {
    return renewing(container_fetcher(container, around));
  }
  std::unique_ptr<Provider> operator()(const Vendor& vendor) const {
    return renewing(vendor_fetcher(vendor, around));
  }
  std::unique_ptr<Provider> renewing(std::unique_ptr<Fetcher> fetcher) const {
    return std::make_unique<Renewing>(around.executor, std::move(fetcher));
  }
};

}  // namespace

std::unique_ptr<Provider> make_provider(const Source& source, const Surroundings& around) {
  return std::visit(Make{around}, source.from);
}

std::unique_ptr<Provider> no_keys() {
  return std::make_unique<Fixed>(nullptr);
}

}  // namespace pail::client::credentials
