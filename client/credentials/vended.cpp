#include "client/credentials/vended.hpp"

#include <boost/json/object.hpp>
#include <utility>

#include "client/credentials/asking.hpp"
#include "client/remote_signing.hpp"
#include "signer/json_text.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/json_reader.hpp"

namespace pail::client::credentials {
namespace {

namespace asio = boost::asio;
using wire::Errc;
using wire::Error;

// Ours: an answer has about 2 KiB.
constexpr std::size_t answer_bytes_max = 64 * 1024;

Error unusable(std::string_view why) {
  return Error(Errc::UnknownError, "The signing service's answer " + std::string(why) + ".");
}

// Not to be allowed keys is the usual reason, and no signature would do instead.
Error refusal(unsigned status, std::string_view answer) {
  const Error refused = signing_refusal(status, answer);
  return Error(Errc::UnknownError,
               std::string(refused.message().value_or("")) +
                   " (temporary keys need a rule of its policy with \"credentials\"; signatures "
                   "alone are enough for `pail put`)");
}

net::HttpClientOptions bounded(net::HttpClientOptions options) {
  options.body_bytes_max = answer_bytes_max;
  return options;
}

class Asking {
 public:
  Asking(Vendor vendor, const Surroundings& around)
      : vendor_(std::move(vendor)),
        patience_(around.retry),
        http_(around.executor, bounded(around.http)) {}

  asio::awaitable<wire::Result<Vended>> ask() {
    const Patience::Once<Vended> once = [this](unsigned& status) { return try_once(status); };
    co_return co_await patience_.ask(once);
  }

 private:
  // `status`: of the answer, when there is one.
  asio::awaitable<wire::Result<Vended>> try_once(unsigned& status) {
    const net::HttpRequest question = question_of(vendor_.service, "credentials", vendor_.token);
    auto answer = co_await http_.fetch(vendor_.service.origin, question);
    if (!answer) co_return answer.error();
    net::HttpResponse& response = answer.value();
    status = response.status();
    if (status != 200) co_return refusal(status, response.body);
    auto keys = read_vended(response.body);
    wire::wipe(response.body);
    co_return keys;
  }

  Vendor vendor_;
  Patience patience_;
  net::HttpClient http_;
};

class VendorFetcher final : public Fetcher {
 public:
  VendorFetcher(Vendor vendor, const Surroundings& around)
      : keys_(std::exchange(vendor.keys, std::nullopt)),
        keys_end_(vendor.keys_end),
        asking_(std::move(vendor), around) {}

  asio::awaitable<wire::Result<Temporary>> fetch(wire::Time) override {
    if (auto keys = std::exchange(keys_, std::nullopt)) {
      co_return Temporary{std::move(*keys), keys_end_};
    }
    PAIL_CO_TRY(Vended vended, co_await asking_.ask());
    co_return std::move(vended.keys);
  }

 private:
  std::optional<signer::Credentials> keys_;
  std::optional<wire::Time> keys_end_;
  Asking asking_;
};

}  // namespace

wire::Result<Vended> read_vended(std::string_view json) {
  const auto document = wire::parse_json_object(json);
  if (!document) return unusable("is no JSON object");
  const boost::json::object& answer = document.value();
  const auto text = [&](std::string_view name) {
    return std::string(signer::text_of(answer, name));
  };
  Vended read{{{text("access_key"), text("secret_key"), text("session_token")}, {}}, {}, {}};
  if (read.keys.keys.access_key.empty() || read.keys.keys.secret_key.empty()) {
    return unusable("has no \"access_key\" or no \"secret_key\"");
  }
  read.keys.ends = wire::parse_iso_extended(text("expires_at"));
  if (!read.keys.ends) return unusable("has no \"expires_at\"");
  if (const std::string endpoint = text("endpoint"); !endpoint.empty()) {
    auto url = net::parse_url(endpoint);
    if (!url) return unusable("has an \"endpoint\" that is no URL");
    read.endpoint = std::move(url.assume_value().origin);
  }
  read.region = text("region");
  return read;
}

asio::awaitable<wire::Result<Vended>> ask_vendor(const Vendor& vendor, const Surroundings& around) {
  const auto asking = std::make_unique<Asking>(vendor, around);
  co_return co_await asking->ask();
}

std::unique_ptr<Fetcher> vendor_fetcher(const Vendor& vendor, const Surroundings& around) {
  return std::make_unique<VendorFetcher>(vendor, around);
}

}  // namespace pail::client::credentials
