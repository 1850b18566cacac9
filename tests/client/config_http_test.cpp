#include "client/config_http.hpp"

#include "tests/client/variables.hpp"

namespace pail::client {
namespace {

using ::testing::Test;

net::ProxyOptions proxies(Variables variables) {
  return load({}, std::move(variables)).http.proxy;
}

std::string text(const std::optional<net::Origin>& origin) {
  return origin ? net::to_string(*origin) : "none";
}

TEST(ConfigHttp, NobodyIsTrustedAndNothingProxiedUnlessSaid) {
  const Config config = load({}, {});
  EXPECT_EQ(config.http.tls.ca_file, "");
  EXPECT_TRUE(config.http.tls.verify);
  EXPECT_FALSE(config.http.proxy.http);
  EXPECT_FALSE(config.http.proxy.https);
}

TEST(ConfigHttp, TheBundleOfTheEnvironmentBeatsTheProfiles) {
  const AwsHome home("", "[default]\nca_bundle = /profile.pem\n");
  EXPECT_EQ(load({}, home.with()).http.tls.ca_file, "/profile.pem");
  EXPECT_EQ(load({}, home.with({{"AWS_CA_BUNDLE", "/env.pem"}})).http.tls.ca_file, "/env.pem");
}

TEST(ConfigHttp, LowerCaseVariablesComeFirst) {
  const auto found = proxies({{"http_proxy", "http://lower:1"},
                              {"HTTP_PROXY", "http://upper:1"},
                              {"HTTPS_PROXY", "http://secure:2"}});
  EXPECT_EQ(text(found.http), "http://lower:1");
  EXPECT_EQ(text(found.https), "http://secure:2");
}

TEST(ConfigHttp, AProxyHeaderOfACgiRequestIsNoProxy) {
  const Variables cgi{{"HTTP_PROXY", "http://evil:1"}, {"REQUEST_METHOD", "GET"}};
  EXPECT_EQ(text(proxies(cgi).http), "none");
  EXPECT_EQ(text(proxies({{"HTTP_PROXY", "http://good:1"}}).http), "http://good:1");
}

TEST(ConfigHttp, NameAndPasswordBecomeTheAuthorization) {
  const auto found = proxies(
      {{"http_proxy", "http://me:p%40ss%3A@proxy:3128/"}, {"https_proxy", "only@[::1]:8080"}});
  EXPECT_EQ(text(found.http), "http://proxy:3128");
  EXPECT_EQ(found.http_authorization, "Basic bWU6cEBzczo=");  // me:p@ss:
  EXPECT_EQ(text(found.https), "http://[::1]:8080");
  EXPECT_EQ(found.https_authorization, "Basic b25seTo=");  // only:
}

TEST(ConfigHttp, AnotherKindOfProxyIsRefusedWithoutShowingThePassword) {
  for (const char* url : {"socks5://me:hidden@proxy:1080", "https://me:hidden@proxy",
                          "http://me:hidden@", "me:hidden@a b"}) {
    EXPECT_EQ(refusal({}, {{"https_proxy", url}}), "https_proxy is not the URL of an HTTP proxy");
  }
  EXPECT_EQ(refusal({}, {{"https_proxy", "http://me:%hidden@proxy"}}),
            "https_proxy holds a name or a password that cannot be read");
}

TEST(ConfigHttp, HostsAskedDirectlyLoseTheirDotsAndStars) {
  const auto found = proxies({{"NO_PROXY", "localhost, .Example.com,*.internal  10.0.0.1,,"}});
  EXPECT_EQ(found.direct,
            (std::vector<std::string>{"localhost", "example.com", "internal", "10.0.0.1"}));
  EXPECT_EQ(proxies({{"no_proxy", "*"}}).direct, std::vector<std::string>{"*"});
}

}  // namespace
}  // namespace pail::client
