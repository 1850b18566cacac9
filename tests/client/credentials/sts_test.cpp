// A Client whose keys come from STS: of the emulator, over sockets.
#include "client/credentials/sts.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "client/ops/query_api.hpp"
#include "client/ops/sts.hpp"
#include "tests/client/credentials/doorman.hpp"
#include "tests/client/stage.hpp"
#include "tests/client/temporary_folder.hpp"
#include "tests/signer/jwt_support.hpp"

namespace pail::client::credentials {
namespace {

using namespace std::chrono_literals;
using signer::testing::test_claims;
using signer::testing::test_issuer;
using signer::testing::TestIssuer;

const TestIssuer issuer;

emulator::Options with_issuer() {
  emulator::Options options;
  options.oidc = {{test_issuer, issuer.jwks()}};
  return options;
}

boost::asio::awaitable<void> ask(Client& s3, int& done) {
  must(co_await s3.head_bucket("photos"));
  ++done;
}

class Sts : public ::testing::Test {
 protected:
  void SetUp() override {
    stage.clock->set(*wire::parse_iso_basic("20260301T120000Z"));
    must(root.create_bucket("photos"));
    account = must(root.call(ops::get_caller_identity())).account;
    uploader.arn = make_role("uploader", R"({"AWS":")" + account + R"("})", "sts:AssumeRole");
    uploader.session_name = "phone";
    uploader.base = std::make_shared<const Source>(Source{stage_keys()});
  }

  // The arn of a role that may do everything in S3 and assume others.
  std::string make_role(const std::string& name, const std::string& principal,
                        const std::string& action, const std::string& condition = "") {
    must(root.call(ops::query_api(
        ops::iam, "CreateRole",
        {{"RoleName", name},
         {"AssumeRolePolicyDocument", R"({"Statement":[{"Effect":"Allow","Action":")" + action +
                                          R"(","Principal":)" + principal + condition + "}]}"}})));
    must(root.call(ops::query_api(
        ops::iam, "PutRolePolicy",
        {{"RoleName", name},
         {"PolicyName", "all"},
         {"PolicyDocument",
          R"({"Statement":[{"Effect":"Allow","Action":["s3:*","sts:*"],"Resource":"*"}]})"}})));
    return "arn:aws:iam::" + account + ":role/" + name;
  }

  Config config_with(Source source) const {
    Config config = stage.config();
    config.endpoint = door.origin();
    config.credentials.reset();
    config.source = std::move(source);
    return config;
  }

  Stage stage{with_issuer()};
  Doorman doorman{stage.emulator};
  Listening door{doorman};
  BlockingClient root{stage.config(), stage.clock};
  std::string account;
  Role uploader;
};

TEST_F(Sts, ARoleIsAssumedOnceForManyRequests) {
  BlockingClient s3(config_with({uploader}), stage.clock);
  put_text(s3, "photos", "cat.jpg", "meow");
  EXPECT_EQ(get_text(s3, "photos", "cat.jpg"), "meow");
  EXPECT_EQ(must(s3.call(ops::get_caller_identity())).arn,
            "arn:aws:sts::" + account + ":assumed-role/uploader/phone");
  EXPECT_EQ(doorman.sts_calls(), 2) << "AssumeRole, and the test's own question";
}

TEST_F(Sts, KeysThatHaveEndedAreRenewedByTheNextRequest) {
  BlockingClient s3(config_with({uploader}), stage.clock);
  put_text(s3, "photos", "cat.jpg", "meow");
  stage.clock->advance(2h);
  EXPECT_EQ(get_text(s3, "photos", "cat.jpg"), "meow");
  EXPECT_EQ(doorman.sts_calls(), 2);
}

TEST_F(Sts, FiftyRequestsAtOnceFetchOnce) {
  boost::asio::io_context loop{1};
  Client s3(loop.get_executor(), config_with({uploader}), stage.clock);
  for (const auto later : {0h, 2h}) {
    stage.clock->advance(later);
    const int before = doorman.sts_calls();
    int done = 0;
    for (int i = 0; i < 50; ++i) {
      boost::asio::co_spawn(loop, ask(s3, done), boost::asio::detached);
    }
    loop.restart();
    while (done < 50 && loop.run_one() > 0) {
    }
    EXPECT_EQ(done, 50);
    EXPECT_EQ(doorman.sts_calls() - before, 1) << "after " << later.count() << " hours";
  }
}

TEST_F(Sts, AServerThatCallsAKeyExpiredGetsAnotherOneAtOnce) {
  BlockingClient s3(config_with({uploader}), stage.clock);
  must(s3.head_bucket("photos"));
  put_text(s3, "photos", "x", "1");
  // The key that the client has now: learnt by looking at a signed URL of its own.
  const std::string url =
      must(s3.wait(s3.async().presigned_url("GET", "photos", "x", std::chrono::seconds(60))));
  const std::size_t at = url.find("X-Amz-Credential=") + 17;
  doorman.refuse(url.substr(at, url.find('%', at) - at));
  EXPECT_EQ(get_text(s3, "photos", "x"), "1");
  EXPECT_EQ(doorman.sts_calls(), 2);
}

TEST_F(Sts, ARoleIsAssumedWithTheKeysOfAnother) {
  Role second = uploader;
  second.arn = make_role("second", R"({"AWS":")" + uploader.arn + R"("})", "sts:AssumeRole");
  second.base = std::make_shared<const Source>(Source{uploader});
  BlockingClient s3(config_with({second}), stage.clock);
  EXPECT_TRUE(
      must(s3.call(ops::get_caller_identity())).arn.ends_with(":assumed-role/second/phone"));
}

TEST_F(Sts, TheExternalIdAndTheDurationAreSent) {
  Role guarded = uploader;
  guarded.arn = make_role("guarded", R"({"AWS":")" + account + R"("})", "sts:AssumeRole",
                          R"(,"Condition":{"StringEquals":{"sts:ExternalId":"partner"}})");
  const auto code = [&] {
    return code_of(BlockingClient(config_with({guarded}), stage.clock).head_bucket("photos"));
  };
  EXPECT_EQ(code(), "AccessDenied");
  guarded.external_id = "partner";
  EXPECT_EQ(code(), "none");
  guarded.duration = 2h;
  EXPECT_EQ(code(), "ValidationError") << "the role allows an hour";
}

TEST_F(Sts, ARefusalNamesTheRole) {
  uploader.arn += "x";
  const auto refused = BlockingClient(config_with({uploader}), stage.clock).head_bucket("photos");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), wire::Errc::AccessDenied);
  EXPECT_TRUE(refused.error().message()->starts_with("No keys of the role '" + uploader.arn))
      << *refused.error().message();
}

TEST_F(Sts, SessionsWithoutANameGetOneThatTellsThemApart) {
  uploader.session_name.clear();
  BlockingClient s3(config_with({uploader}), stage.clock);
  EXPECT_TRUE(
      must(s3.call(ops::get_caller_identity())).arn.ends_with("/uploader/pail-20260301T120000Z"));
}

class WebIdentityOfFile : public Sts {
 protected:
  void SetUp() override {
    Sts::SetUp();
    identity.role_arn = make_role(
        "web",
        R"({"Federated":"arn:aws:iam::)" + account + R"(:oidc-provider/idp.example.com/pool"})",
        "sts:AssumeRoleWithWebIdentity");
    identity.token_file = folder / "token";
    identity.session_name = "pod";
  }

  void write_token(std::chrono::seconds after = 0s) const {
    auto claims = test_claims();
    for (const char* name : {"nbf", "exp"}) {
      claims[name] = claims[name].as_int64() + after.count();
    }
    folder.write("token", issuer.sign(claims) + "\n");
  }

  TemporaryFolder folder;
  WebIdentity identity;
};

TEST_F(WebIdentityOfFile, TheTokenIsReadAnewForEachFetch) {
  write_token();
  BlockingClient s3(config_with({identity}), stage.clock);
  put_text(s3, "photos", "x", "1");
  stage.clock->advance(3h);
  const auto stale = s3.head_bucket("photos");
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().code(), wire::Errc::ExpiredTokenException);
  write_token(3h);
  EXPECT_EQ(get_text(s3, "photos", "x"), "1");
}

TEST_F(WebIdentityOfFile, AFileThatIsNotThereOrNoTokenIsNamed) {
  BlockingClient s3(config_with({identity}), stage.clock);
  const auto message = [&] {
    const auto refused = s3.head_bucket("photos");
    EXPECT_FALSE(refused);
    return refused ? std::string() : wire::sentence(refused.error());
  };
  EXPECT_EQ(message(), "cannot read the token file " + identity.token_file);
  folder.write("token", " \n");
  EXPECT_EQ(message(), "the token file " + identity.token_file + " holds no token");
  folder.write("token", "a\nb");
  EXPECT_EQ(message(), "the token file " + identity.token_file + " holds more than one line");
  EXPECT_EQ(doorman.sts_calls(), 0);
}

TEST(StsPlace, IsBesideS3AtAwsElseTheClientsOwnEndpoint) {
  const auto beside = [](const char* host) {
    return net::to_string(sts_beside({host, 443, true}, "eu-west-1"));
  };
  EXPECT_EQ(beside("s3.eu-west-1.amazonaws.com"), "https://sts.eu-west-1.amazonaws.com");
  EXPECT_EQ(beside("amazonaws.com"), "https://sts.eu-west-1.amazonaws.com");
  EXPECT_EQ(beside("s3.cn-north-1.amazonaws.com.cn"), "https://sts.eu-west-1.amazonaws.com.cn");
  EXPECT_EQ(beside("notamazonaws.com"), "https://notamazonaws.com");
  EXPECT_EQ(net::to_string(sts_beside({"127.0.0.1", 9000, false}, "x")), "http://127.0.0.1:9000");
}

}  // namespace
}  // namespace pail::client::credentials
