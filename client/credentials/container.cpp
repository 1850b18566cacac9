#include "client/credentials/container.hpp"

#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "client/credentials/asking.hpp"
#include "client/credentials/text_file.hpp"
#include "signer/json_text.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/json_reader.hpp"
#include "wire/text.hpp"

namespace pail::client::credentials {
namespace {

namespace asio = boost::asio;
using wire::Errc;
using wire::Error;

// Of ECS, and of EKS in both families.
constexpr std::array<std::string_view, 3> container_addresses{"169.254.170.2", "169.254.170.23",
                                                              "fd00:ec2::23"};
// Ours: an answer has about 1.5 KiB.
constexpr std::size_t answer_bytes_max = 64 * 1024;
// As botocore: it is on this machine, or it is not there.
constexpr std::chrono::milliseconds connect_time_max{2'000};

Error unusable(std::string_view why) {
  return Error(Errc::InvalidArgument, "The container's endpoint for keys " + std::string(why));
}

net::HttpClientOptions direct(net::HttpClientOptions options) {
  options.proxy = {};  // the address means this machine, not the proxy's
  options.connect_time_max = connect_time_max;
  options.body_bytes_max = answer_bytes_max;
  return options;
}

class ContainerFetcher final : public Fetcher {
 public:
  ContainerFetcher(Container container, const Surroundings& around)
      : container_(std::move(container)),
        patience_(around.retry),
        http_(around.executor, direct(around.http)) {}

  asio::awaitable<wire::Result<Temporary>> fetch(wire::Time) override {
    const Patience::Once<Temporary> once = [this](unsigned& status) { return try_once(status); };
    co_return co_await patience_.ask(once);
  }

 private:
  // `status`: of the answer, when there is one.
  asio::awaitable<wire::Result<Temporary>> try_once(unsigned& status) {
    PAIL_CO_TRY(const net::HttpRequest question, request());
    auto answer = co_await http_.fetch(container_.url.origin, question);
    if (!answer) co_return answer.error();
    net::HttpResponse& response = answer.value();
    status = response.status();
    if (status != 200) co_return unusable("answered status " + std::to_string(status) + ".");
    auto keys = read_container_answer(response.body);
    wire::wipe(response.body);
    co_return keys;
  }

  wire::Result<net::HttpRequest> request() const {
    net::HttpRequest request;
    request.target = container_.url.target;
    request.fields.add("Accept", "application/json");
    std::string token = container_.authorization;
    if (!container_.authorization_file.empty()) {
      PAIL_TRY(token, read_token(container_.authorization_file));
    }
    if (!token.empty()) request.fields.add("Authorization", token);
    return request;
  }

  Container container_;
  Patience patience_;
  net::HttpClient http_;
};

}  // namespace

bool may_give_keys(const net::Origin& origin) {
  if (origin.tls || wire::iequals(origin.host, "localhost")) return true;
  boost::system::error_code no_address;
  const auto address = asio::ip::make_address(origin.host, no_address);
  if (no_address) return false;
  if (address.is_loopback()) return true;
  for (const std::string_view allowed : container_addresses) {
    if (address == asio::ip::make_address(allowed)) return true;
  }
  return false;
}

wire::Result<Temporary> read_container_answer(std::string_view json) {
  const auto document = wire::parse_json_object(json);
  if (!document) return unusable("answered what is no JSON object.");
  const boost::json::object& answer = document.value();
  const auto text = [&](std::string_view name) {
    return std::string(signer::text_of(answer, name));
  };
  Temporary read{{text("AccessKeyId"), text("SecretAccessKey"), text("Token")}, {}};
  if (read.keys.access_key.empty() || read.keys.secret_key.empty()) {
    return unusable("answered without AccessKeyId or SecretAccessKey.");
  }
  const std::string ends = text("Expiration");
  read.ends = wire::parse_iso_extended(ends);
  if (!ends.empty() && !read.ends) return unusable("answered an Expiration that is no date.");
  return read;
}

std::unique_ptr<Fetcher> container_fetcher(const Container& container, const Surroundings& around) {
  return std::make_unique<ContainerFetcher>(container, around);
}

}  // namespace pail::client::credentials
