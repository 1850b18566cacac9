#include "client/credentials/chain.hpp"

#include "tests/client/variables.hpp"

namespace pail::client::credentials {
namespace {

// Where the keys come from, in a line.
std::string keys(const ConfigRequest& request, Variables variables) {
  const Config config = load(request, std::move(variables));
  if (config.credentials) return "access key " + config.credentials->access_key;
  return config.source ? describe(*config.source) : "none";
}
std::string keys(Variables variables) {
  return keys({}, std::move(variables));
}
std::string profile_keys(const AwsHome& home, const std::string& profile) {
  ConfigRequest request;
  request.profile = profile;
  return keys(request, home.with());
}
std::string profile_refusal(const AwsHome& home, const std::string& profile) {
  ConfigRequest request;
  request.profile = profile;
  return refusal(request, home.with());
}

constexpr const char* base_file =
    "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = base-secret\n";
const std::string role = "arn:aws:iam::123456789012:role/uploader";

TEST(Chain, NobodyHasKeys) {
  EXPECT_EQ(keys(Variables{}), "none");
}

TEST(Chain, ARoleIsAssumedWithTheKeysOfItsSourceProfile) {
  const AwsHome home(
      base_file, "[profile up]\nrole_arn = " + role +
                     "\nsource_profile = base\nexternal_id = partner\n"
                     "duration_seconds = 1800\nrole_session_name = phone\nregion = eu-west-3\n");
  EXPECT_EQ(profile_keys(home, "up"), "role " + role + ", by access key AKIDBASE");
  const Config config = load({}, home.with({{"AWS_PROFILE", "up"}}));
  ASSERT_TRUE(config.source);
  const Role& found = std::get<Role>(config.source->from);
  EXPECT_EQ(found.external_id, "partner");
  EXPECT_EQ(found.duration, std::chrono::seconds(1800));
  EXPECT_EQ(found.session_name, "phone");
  EXPECT_EQ(found.region, "eu-west-3");
  EXPECT_FALSE(found.sts_endpoint);
}

TEST(Chain, RolesAreChained) {
  const AwsHome home(base_file,
                     "[profile one]\nrole_arn = arn:one\nsource_profile = base\n"
                     "[profile two]\nrole_arn = arn:two\nsource_profile = one\n");
  EXPECT_EQ(profile_keys(home, "two"), "role arn:two, by role arn:one, by access key AKIDBASE");
}

TEST(Chain, ASourceProfileMayBeAWebIdentity) {
  const AwsHome home("",
                     "[profile web]\nrole_arn = arn:web\nweb_identity_token_file = /token\n"
                     "[profile up]\nrole_arn = arn:up\nsource_profile = web\n");
  EXPECT_EQ(profile_keys(home, "up"), "role arn:up, by role arn:web, by the token in /token");
}

TEST(Chain, ACircleOfSourceProfilesIsRefused) {
  const AwsHome home("",
                     "[profile one]\nrole_arn = arn:one\nsource_profile = two\n"
                     "[profile two]\nrole_arn = arn:two\nsource_profile = one\n"
                     "[profile self]\nrole_arn = arn:self\nsource_profile = self\n");
  const std::string circle = "is a source_profile that leads back to where it began";
  EXPECT_EQ(profile_refusal(home, "one"), "the profile 'two': 'one' " + circle);
  EXPECT_EQ(profile_refusal(home, "self"), "the profile 'self': 'self' " + circle);
}

TEST(Chain, AProfileWithKeysMayBeItsOwnSource) {
  const AwsHome home(base_file, "[profile base]\nrole_arn = arn:base\nsource_profile = base\n");
  EXPECT_EQ(profile_keys(home, "base"), "role arn:base, by access key AKIDBASE");
}

TEST(Chain, WhatARoleLacksIsNamed) {
  const AwsHome home(
      "",
      "[profile alone]\nrole_arn = a\n"
      "[profile both]\nrole_arn = a\nsource_profile = x\ncredential_source = Environment\n"
      "[profile lost]\nrole_arn = a\nsource_profile = nobody\n"
      "[profile poor]\nrole_arn = a\nsource_profile = empty\n"
      "[profile empty]\nregion = x\n"
      "[profile brief]\nrole_arn = a\nsource_profile = x\nduration_seconds = 60\n"
      "[profile machine]\nrole_arn = a\ncredential_source = Ec2InstanceMetadata\n"
      "[profile variables]\nrole_arn = a\ncredential_source = Environment\n");
  const std::map<std::string, std::string> refusals{
      {"alone",
       "the profile 'alone' has a role_arn but neither source_profile nor "
       "credential_source"},
      {"both", "the profile 'both' has both source_profile and credential_source"},
      {"lost", "the profile 'lost': 'nobody' is a source_profile that no file has"},
      {"poor", "the profile 'poor': 'empty' is a source_profile without keys"},
      {"brief", "the profile 'brief': '60' is no duration_seconds: 900 to 43200"},
      {"machine",
       "the profile 'machine': 'Ec2InstanceMetadata' is no credential_source that is "
       "supported: Environment or EcsContainer"},
      {"variables",
       "the profile 'variables': 'Environment' is the credential_source, but there "
       "are no keys"}};
  for (const auto& [profile, expected] : refusals) {
    EXPECT_EQ(profile_refusal(home, profile), expected);
  }
}

TEST(Chain, ACredentialSourcePaysForARole) {
  const AwsHome home("",
                     "[profile env]\nrole_arn = arn:env\ncredential_source = Environment\n"
                     "[profile ecs]\nrole_arn = arn:ecs\ncredential_source = EcsContainer\n");
  ConfigRequest request;
  request.profile = "env";
  EXPECT_EQ(
      keys(request, home.with({{"AWS_ACCESS_KEY_ID", "AKIDENV"}, {"AWS_SECRET_ACCESS_KEY", "s"}})),
      "role arn:env, by access key AKIDENV");
  request.profile = "ecs";
  EXPECT_EQ(keys(request, home.with({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"}})),
            "role arn:ecs, by what http://169.254.170.2/v2/x gives");
}

TEST(Chain, WaysToKeysThatWeDoNotHaveAreNamedNotPassedOver) {
  for (const char* setting : {"credential_process", "sso_session", "sso_start_url"}) {
    const AwsHome home("", std::string("[profile p]\n") + setting + " = x\n");
    EXPECT_EQ(profile_refusal(home, "p"),
              std::string("the profile 'p' gets its keys by ") + setting +
                  ", which is not supported; `aws configure export-credentials --profile p "
                  "--format env` prints variables that are");
  }
  const AwsHome home(base_file,
                     "[profile p]\nrole_arn = a\nsource_profile = base\nmfa_serial = m\n");
  EXPECT_NE(profile_refusal(home, "p").find("mfa_serial"), std::string::npos);
}

TEST(Chain, AWebIdentityOfTheEnvironmentBeatsTheProfilesKeysButNotItsRole) {
  const Variables identity{{"AWS_WEB_IDENTITY_TOKEN_FILE", "/token"},
                           {"AWS_ROLE_ARN", "arn:web"},
                           {"AWS_ROLE_SESSION_NAME", "pod"}};
  const std::string by_token = "role arn:web, by the token in /token";
  EXPECT_EQ(keys(identity), by_token);
  const AwsHome with_keys("[default]\naws_access_key_id = A\naws_secret_access_key = s\n", "");
  EXPECT_EQ(keys(with_keys.with(identity)), by_token);
  ConfigRequest chosen;
  chosen.profile = "default";
  EXPECT_EQ(keys(chosen, with_keys.with(identity)), "access key A");
  const AwsHome with_role(base_file, "[default]\nrole_arn = arn:up\nsource_profile = base\n");
  EXPECT_EQ(keys(with_role.with(identity)), "role arn:up, by access key AKIDBASE");
  EXPECT_EQ(refusal({}, {{"AWS_WEB_IDENTITY_TOKEN_FILE", "/token"}}),
            "AWS_WEB_IDENTITY_TOKEN_FILE: '/token' is a token's file, but no role is named beside "
            "it");
}

TEST(Chain, AContainersEndpointComesLast) {
  const Variables container{{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x?y"},
                            {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/full"}};
  EXPECT_EQ(keys(container), "what http://169.254.170.2/v2/x?y gives");
  const AwsHome home("[default]\naws_access_key_id = A\naws_secret_access_key = s\n", "");
  EXPECT_EQ(keys(home.with(container)), "access key A");
  EXPECT_EQ(refusal({}, {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "http://x"}}),
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: 'http://x' must begin with a slash");
}

TEST(Chain, AContainersTokenComesFromAFileBeforeAVariable) {
  const auto container = [](Variables variables) {
    variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "https://keys.example.com/x";
    return std::get<Container>(load({}, std::move(variables)).source->from);
  };
  EXPECT_EQ(container({{"AWS_CONTAINER_AUTHORIZATION_TOKEN", "abc"}}).authorization, "abc");
  const Container both = container({{"AWS_CONTAINER_AUTHORIZATION_TOKEN", "abc"},
                                    {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token"}});
  EXPECT_EQ(both.authorization, "");
  EXPECT_EQ(both.authorization_file, "/token");
  EXPECT_EQ(refusal({}, {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://keys.example.com/x"},
                         {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "a\r\nX-Other: b"}}),
            "AWS_CONTAINER_AUTHORIZATION_TOKEN holds more than one line");
}

TEST(Chain, KeysAreFetchedInClearOnlyFromWhereContainersHaveThem) {
  const auto url = [](const std::string& text) {
    return Variables{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", text}};
  };
  for (const char* allowed : {"https://anywhere.example.com/x", "http://localhost:1/x",
                              "http://127.9.9.9/x", "http://[::1]:1/x", "http://169.254.170.2/x",
                              "http://169.254.170.23/x", "http://[fd00:ec2::23]/x"}) {
    EXPECT_EQ(keys(url(allowed)).substr(0, 5), "what ") << allowed;
  }
  for (const char* refused : {"http://anywhere.example.com/x", "http://localhost.example.com/",
                              "http://169.254.169.254/x", "http://10.0.0.1/x"}) {
    EXPECT_NE(refusal({}, url(refused)).find("must be https, this machine"), std::string::npos)
        << refused;
  }
  EXPECT_NE(refusal({}, url("ftp://localhost/")).find("is not an http or https URL"),
            std::string::npos);
}

TEST(Chain, StsHasEndpointsOfItsOwn) {
  const AwsHome home(base_file,
                     "[profile up]\nrole_arn = a\nsource_profile = base\nservices = here\n"
                     "[services here]\nsts =\n  endpoint_url = http://sts:2\n");
  const auto sts = [&](Variables variables) {
    variables["AWS_PROFILE"] = "up";
    const Config config = load({}, home.with(std::move(variables)));
    const auto& endpoint = std::get<Role>(config.source->from).sts_endpoint;
    return endpoint ? net::to_string(*endpoint) : "none";
  };
  EXPECT_EQ(sts({}), "http://sts:2");
  EXPECT_EQ(sts({{"AWS_ENDPOINT_URL_STS", "http://sts:3"}, {"AWS_ENDPOINT_URL", "http://all:1"}}),
            "http://sts:3");
  EXPECT_EQ(sts({{"AWS_ENDPOINT_URL", "http://all:1"}}), "http://all:1");
  EXPECT_EQ(sts({{"AWS_ENDPOINT_URL_S3", "http://s3:1"}}), "http://sts:2");
  EXPECT_EQ(sts({{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}}), "none");
}

}  // namespace
}  // namespace pail::client::credentials
