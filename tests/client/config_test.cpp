#include "client/config.hpp"

#include <gtest/gtest.h>

#include "tests/client/variables.hpp"

namespace pail::client {
namespace {

std::string access_key(const Config& config) {
  return config.credentials ? config.credentials->access_key : "none";
}

std::string endpoint(const Config& config) {
  return config.endpoint ? net::to_string(*config.endpoint) : "none";
}

class Home : public ::testing::Test {
 protected:
  Variables with(Variables variables) const { return home.with(std::move(variables)); }

  const AwsHome home{
      "[default]\n"
      "aws_access_key_id = AKIDHOME\n"
      "aws_secret_access_key = home-secret\n"
      "[phone]\n"
      "aws_access_key_id = AKIDPHONE\n"
      "aws_secret_access_key = phone-secret\n"
      "aws_session_token = phone-token\n"
      "[half]\n"
      "aws_access_key_id = AKIDHALF\n",
      "[default]\n"
      "region = eu-west-1\n"
      "endpoint_url = http://127.0.0.1:7001\n"
      "[profile phone]\n"
      "region = eu-north-1\n"
      "aws_access_key_id = AKIDOTHER\n"
      "s3 =\n"
      "  addressing_style = virtual\n"
      "[profile whole]\n"
      "aws_access_key_id = AKIDWHOLE\n"
      "aws_secret_access_key = whole-secret\n"
      "[profile served]\n"
      "services = here\n"
      "endpoint_url = http://127.0.0.1:7002\n"
      "max_attempts = 5\n"
      "[services here]\n"
      "s3 =\n"
      "  endpoint_url = http://127.0.0.1:7003\n"};
};

TEST(Config, NothingSaidMeansTheDefaultsAndNoKeys) {
  const Config config = load({}, {});
  EXPECT_FALSE(config.endpoint);
  EXPECT_EQ(config.region, "us-east-1");
  EXPECT_FALSE(config.credentials);
  EXPECT_FALSE(config.signing_service);
  EXPECT_EQ(config.signature, Signature::v4);
  EXPECT_EQ(config.addressing, Addressing::automatic);
  EXPECT_EQ(net::to_string(default_endpoint()), "http://127.0.0.1:9000");
}

TEST(Config, TheEnvironmentIsRead) {
  const Config config = load({}, {{"AWS_ACCESS_KEY_ID", "AKID"},
                                  {"AWS_SECRET_ACCESS_KEY", "secret"},
                                  {"AWS_SESSION_TOKEN", "token"},
                                  {"AWS_REGION", "eu-south-1"},
                                  {"AWS_ENDPOINT_URL", "http://s3.localhost:9001"}});
  ASSERT_TRUE(config.credentials);
  EXPECT_EQ(config.credentials->access_key, "AKID");
  EXPECT_EQ(config.credentials->secret_key, "secret");
  EXPECT_EQ(config.credentials->session_token, "token");
  EXPECT_EQ(config.region, "eu-south-1");
  EXPECT_EQ(endpoint(config), "http://s3.localhost:9001");
}

TEST(Config, TheVariableForS3AloneBeatsTheGeneralOne) {
  EXPECT_EQ(endpoint(load({}, {{"AWS_ENDPOINT_URL", "http://all:1"},
                               {"AWS_ENDPOINT_URL_S3", "http://s3:2"}})),
            "http://s3:2");
  EXPECT_EQ(load({}, {{"AWS_DEFAULT_REGION", "b"}, {"AWS_REGION", "a"}}).region, "a");
  EXPECT_EQ(load({}, {{"AWS_DEFAULT_REGION", "b"}}).region, "b");
}

TEST(Config, AnEmptyVariableCountsAsNotSet) {
  const Config config = load({}, {{"AWS_ACCESS_KEY_ID", ""},
                                  {"AWS_SECRET_ACCESS_KEY", ""},
                                  {"AWS_REGION", ""},
                                  {"AWS_PROFILE", ""},
                                  {"AWS_ENDPOINT_URL", ""}});
  EXPECT_FALSE(config.credentials);
  EXPECT_FALSE(config.endpoint);
  EXPECT_EQ(config.region, "us-east-1");
}

TEST(Config, WhatTheCallerSaysBeatsTheEnvironment) {
  ConfigRequest request;
  request.endpoint_url = "https://s3.example.net";
  request.region = "eu-central-1";
  request.signature = Signature::v2;
  request.addressing = Addressing::path;
  request.signing_service_url = "http://127.0.0.1:9001/api/sign";
  const Config config =
      load(request, {{"AWS_REGION", "x"}, {"AWS_ENDPOINT_URL_S3", "http://other:1"}});
  EXPECT_EQ(endpoint(config), "https://s3.example.net");
  EXPECT_EQ(config.region, "eu-central-1");
  EXPECT_EQ(config.signature, Signature::v2);
  EXPECT_EQ(config.addressing, Addressing::path);
  ASSERT_TRUE(config.signing_service);
  EXPECT_EQ(config.signing_service->target, "/api/sign");
}

TEST_F(Home, TheDefaultProfileIsUsedWithoutBeingAskedFor) {
  const Config config = load({}, with({}));
  EXPECT_EQ(access_key(config), "AKIDHOME");
  EXPECT_EQ(config.region, "eu-west-1");
  EXPECT_EQ(endpoint(config), "http://127.0.0.1:7001");
}

TEST_F(Home, AProfileIsTakenFromBothFiles) {
  const Config config = load({}, with({{"AWS_PROFILE", "phone"}}));
  ASSERT_TRUE(config.credentials);
  EXPECT_EQ(config.credentials->access_key, "AKIDPHONE")
      << "a key of one file never goes with the secret of the other";
  EXPECT_EQ(config.credentials->session_token, "phone-token");
  EXPECT_EQ(config.region, "eu-north-1");
  EXPECT_EQ(config.addressing, Addressing::virtual_host);
  EXPECT_EQ(access_key(load({}, with({{"AWS_PROFILE", "whole"}}))), "AKIDWHOLE");
}

TEST_F(Home, KeysOfTheEnvironmentBeatAWS_PROFILEButNotANamedProfile) {
  const Variables keys = with(
      {{"AWS_ACCESS_KEY_ID", "AKIDENV"}, {"AWS_SECRET_ACCESS_KEY", "s"}, {"AWS_PROFILE", "phone"}});
  EXPECT_EQ(access_key(load({}, keys)), "AKIDENV");
  ConfigRequest named;
  named.profile = "whole";
  EXPECT_EQ(access_key(load(named, keys)), "AKIDWHOLE");
}

TEST_F(Home, TheFilesCanLieElsewhere) {
  const Variables elsewhere = with(
      {{"AWS_SHARED_CREDENTIALS_FILE", home.folder.write("keys",
                                                         "[default]\naws_access_key_id=AKIDFILE\n"
                                                         "aws_secret_access_key=s\n")},
       {"AWS_CONFIG_FILE", home.folder.write("settings", "[profile default]\nregion=here\n")}});
  const Config config = load({}, elsewhere);
  EXPECT_EQ(access_key(config), "AKIDFILE");
  EXPECT_EQ(config.region, "here");
}

TEST_F(Home, MistakesAreNamed) {
  ConfigRequest unknown;
  unknown.profile = "nobody";
  EXPECT_NE(refusal(unknown, with({})).find("'nobody'"), std::string::npos);
  EXPECT_NE(refusal({}, with({{"AWS_PROFILE", "nobody"}})).find("'nobody'"), std::string::npos);
  EXPECT_EQ(refusal({}, with({{"AWS_PROFILE", "half"}})),
            "the profile 'half' has an access key but no secret key");
  EXPECT_EQ(refusal({}, {{"AWS_SECRET_ACCESS_KEY", "s3cr3t"}}),
            "the environment has a secret key but no access key");
}

TEST(Config, AnEndpointIsSchemeHostAndPort) {
  for (const char* url : {"localhost:9000", "ftp://host", "http://", "http://host:99999",
                          "http://user@host", "http://host/path", "http://host/?x"}) {
    ConfigRequest request;
    request.endpoint_url = url;
    EXPECT_NE(refusal(request, {}).find(url), std::string::npos) << url;
  }
  ConfigRequest request;
  request.endpoint_url = "http://host:9000/";
  EXPECT_EQ(endpoint(load(request, {})), "http://host:9000") << "a slash at the end is no path";
}

TEST_F(Home, TheServicesOfAProfileBeatItsGeneralEndpoint) {
  EXPECT_EQ(endpoint(load({}, with({{"AWS_PROFILE", "served"}}))), "http://127.0.0.1:7003");
  EXPECT_EQ(endpoint(load({}, with({{"AWS_PROFILE", "served"}, {"AWS_ENDPOINT_URL", "http://e"}}))),
            "http://e");
}

TEST_F(Home, ConfiguredEndpointsCanBeIgnoredButNotTheCallers) {
  Variables variables =
      with({{"AWS_ENDPOINT_URL", "http://e"}, {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE"}});
  EXPECT_EQ(endpoint(load({}, variables)), "none");
  ConfigRequest request;
  request.endpoint_url = "http://mine";
  EXPECT_EQ(endpoint(load(request, variables)), "http://mine");
  variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "false";
  EXPECT_EQ(endpoint(load({}, variables)), "http://e");
}

TEST_F(Home, AttemptsComeFromTheEnvironmentOrTheProfile) {
  EXPECT_EQ(load({}, {}).retry.attempts_max, 3U);
  EXPECT_EQ(load({}, with({{"AWS_PROFILE", "served"}})).retry.attempts_max, 5U);
  EXPECT_EQ(
      load({}, with({{"AWS_PROFILE", "served"}, {"AWS_MAX_ATTEMPTS", "1"}})).retry.attempts_max,
      1U);
  for (const char* wrong : {"0", "-1", "many", "101"}) {
    EXPECT_EQ(refusal({}, {{"AWS_MAX_ATTEMPTS", wrong}}),
              "AWS_MAX_ATTEMPTS: '" + std::string(wrong) + "' is no number of attempts: 1 to 100");
  }
}

TEST(Config, OtherRetryModesAreTakenForStandardAndUnknownOnesRefused) {
  for (const char* known : {"standard", "legacy", "adaptive"}) {
    EXPECT_EQ(load({}, {{"AWS_RETRY_MODE", known}}).retry.attempts_max, 3U) << known;
  }
  EXPECT_EQ(refusal({}, {{"AWS_RETRY_MODE", "eager"}}),
            "AWS_RETRY_MODE: 'eager' is no retry mode: standard, or legacy and adaptive taken for "
            "it");
}

TEST_F(Home, AMisspeltAddressingStyleIsRefused) {
  home.folder.write(".aws/config", "[default]\ns3 =\n  addressing_style = vhost\n");
  EXPECT_EQ(refusal({}, with({})),
            "the profile 'default': 'vhost' is no addressing_style: auto, path or virtual");
}

TEST_F(Home, SignedBodiesEverywhereAreASettingOfTheProfile) {
  EXPECT_FALSE(load({}, with({})).payload_signing);
  const auto say = [this](const std::string& value) {
    home.folder.write(".aws/config",
                      "[default]\ns3 =\n  payload_signing_enabled = " + value + "\n");
  };
  say("true");
  EXPECT_TRUE(load({}, with({})).payload_signing);
  say("False");
  EXPECT_FALSE(load({}, with({})).payload_signing);
  say("always");
  EXPECT_EQ(refusal({}, with({})),
            "the profile 'default': 'always' is no payload_signing_enabled: true or false");
}

TEST_F(Home, AnonymousMeansNoKeysWhateverThereIs) {
  ConfigRequest request;
  request.anonymous = true;
  const Config config = load(request, with({{"AWS_PROFILE", "half"}}));
  EXPECT_EQ(access_key(config), "none");
  EXPECT_FALSE(config.source);
}

TEST_F(Home, ASigningServiceOfTheEnvironmentComesAfterKeys) {
  const Variables service{{"PAIL_SIGNING_SERVICE", "http://signer:9001/sign"}};
  const Config remote = load({}, service);
  ASSERT_TRUE(remote.signing_service);
  EXPECT_EQ(remote.signing_service->origin.host, "signer");
  const Config own = load({}, with(service));
  EXPECT_FALSE(own.signing_service);
  EXPECT_EQ(access_key(own), "AKIDHOME");
}

TEST_F(Home, ASigningServiceIsShownTheTokenOfTheCallerOrTheEnvironment) {
  const Variables service{{"PAIL_SIGNING_SERVICE", "http://signer:9001"},
                          {"PAIL_SIGNER_TOKEN", "from-the-environment"}};
  ConfigRequest request;
  EXPECT_EQ(load(request, service).signing_service_token, "from-the-environment");
  request.signing_service_token = "the-callers";
  std::vector<Finding> findings;
  EXPECT_EQ(load(request, service, &findings).signing_service_token, "the-callers");
  for (const Finding& finding : findings) EXPECT_NE(finding.value, "the-callers");
}

TEST_F(Home, FindingsSayWhoDecidedWhatAndShowNoSecret) {
  std::vector<Finding> findings;
  ConfigRequest request;
  request.endpoint_url = "http://mine:1";
  load(request,
       with({{"AWS_REGION", "eu-south-2"},
             {"AWS_MAX_ATTEMPTS", "4"},
             {"AWS_CA_BUNDLE", "/ca.pem"},
             {"HTTPS_PROXY", "http://me:pass-word@proxy:3128"}}),
       &findings);
  std::string text;
  for (const auto& [name, value, from] : findings) text += name + "=" + value + "<" + from + "\n";
  EXPECT_EQ(text,
            "region=eu-south-2<AWS_REGION\n"
            "endpoint=http://mine:1<the caller\n"
            "keys=access key AKIDHOME<the profile 'default'\n"
            "attempts=4<AWS_MAX_ATTEMPTS\n"
            "trusted=/ca.pem<AWS_CA_BUNDLE or the profile\n"
            "proxy for https=http://proxy:3128<https_proxy\n");
}

}  // namespace
}  // namespace pail::client
