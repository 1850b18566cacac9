// The code of docs/client.md, compiled and run: every ```cpp block of the page stands in this file,
// word for word.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <regex>

#include "client/blocking.hpp"
#include "client/ops/copies.hpp"
#include "client/ops/tagging.hpp"
#include "client/sync/sync.hpp"
#include "client/transfer/transfer.hpp"
#include "tests/client/stage.hpp"
#include "tests/client/temporary_folder.hpp"
#include "tests/support/fixtures.hpp"

namespace {

using pail::client::TemporaryFolder;

int first_steps(const pail::client::Config& config) {
  pail::client::BlockingClient s3(config);

  const auto body = pail::client::text_body("meow");
  auto put = s3.put_object("photos", "cat.txt", *body);
  if (!put) {
    std::cerr << pail::wire::describe(put.error()) << '\n';  // NoSuchBucket: The ...
    return 1;
  }
  pail::client::TextSink sink;
  auto got = s3.get_object("photos", "cat.txt", sink);
  if (got) std::cout << sink.take() << ", " << got.value().etag << '\n';

  return got ? 0 : 1;
}

pail::client::Result<pail::client::Config> from_environment() {
  const auto environment = [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
  return pail::client::load_config({}, environment);
}

pail::client::Task<void> copy_all(pail::client::Client& s3, std::string from, std::string to) {
  PAIL_CO_TRY(auto page, co_await s3.list_objects(from));
  for (const auto& object : page.objects) {
    PAIL_CO_TRY(
        co_await s3.call(pail::client::ops::copy_object({from, object.key}, to, object.key)));
  }
  co_return pail::wire::ok();
}

pail::client::Result<void> tag(pail::client::BlockingClient& s3) {
  namespace ops = pail::client::ops;
  PAIL_TRY(s3.call(ops::put_object_tagging("photos", "cat.txt", {{"kind", "cat"}})));
  PAIL_TRY(auto tags, s3.call(ops::get_object_tagging("photos", "cat.txt")));

  std::cout << tags.size() << " tags\n";
  return pail::wire::ok();
}

pail::client::Result<void> move_files(pail::client::BlockingClient& s3, std::string film,
                                      std::string copy, std::string folder) {
  namespace transfer = pail::client::transfer;
  namespace sync = pail::client::sync;
  transfer::UploadOptions up;
  up.put.content_type = "video/mp4";
  up.manifest = film + ".upload";  // begun again after a crash, it goes on from there
  up.watcher = [](const transfer::Standing& now) {
    std::cerr << now.done << " of " << now.total << '\r';
  };
  PAIL_TRY(s3.wait(transfer::upload_file(s3.async(), film, "photos", "film.mp4", up)));
  PAIL_TRY(s3.wait(transfer::download_file(s3.async(), "photos", "film.mp4", copy)));

  sync::Options options;
  options.delete_extra = true;
  PAIL_TRY(auto summary, s3.wait(sync::run(s3.async(), sync::Folder{folder},
                                           sync::Prefix{"photos", "backup/"}, options, {})));

  std::cout << summary.uploaded << " uploaded, " << summary.same << " were there\n";
  return pail::wire::ok();
}

pail::client::Config as_role(pail::client::Config config, std::string arn) {
  namespace credentials = pail::client::credentials;
  credentials::Role role;
  role.arn = std::move(arn);
  role.region = config.region;
  role.base = std::make_shared<const credentials::Source>(credentials::Source{*config.credentials});
  config.credentials.reset();
  config.source = credentials::Source{role};

  return config;
}

void patience(pail::client::Config& config) {
  using namespace std::chrono_literals;
  config.retry.attempts_max = 5;                   // 3; the first one counts
  config.http.connect_time_max = 2s;               // also tls_, head_, stall_time_max
  config.http.connections_per_origin_max = 16;     // 64
  config.http.tls.ca_file = "/etc/ssl/my-ca.pem";  // the system's store
}

void tell(const pail::wire::Error& error) {
  // An enumerator for each of S3's codes.
  if (error.code() == pail::wire::Errc::NoSuchKey) return;
  // No answer: where it broke. resolve, connect, tls, send, head, body ...
  if (error.code() == pail::wire::Errc::NetworkFailure) std::cerr << error.detail("Phase") << '\n';
  // "AccessDenied: Access Denied"
  std::cerr << pail::wire::describe(error) << '\n';
  // Any element of the document.
  std::cerr << error.detail("Resource") << error.detail("RequestId") << '\n';
}

// Without what differs by the page's indentation.
std::string squeezed(const std::string& text) {
  return std::regex_replace(text, std::regex("\\s+"), " ");
}

TEST(Guide, EveryBlockOfThePageIsCodeOfThisFile) {
  const std::string page = pail::testing::read_fixture("../docs/client.md");
  const std::string here = squeezed(pail::testing::read_fixture("../tests/client/guide_test.cpp"));
  int blocks = 0;
  for (std::size_t at = page.find("```cpp\n"); at != std::string::npos;
       at = page.find("```cpp\n", at + 1)) {
    const std::size_t begin = at + 7;
    const std::string block = page.substr(begin, page.find("```", begin) - begin);
    EXPECT_NE(here.find(squeezed(block)), std::string::npos) << block;
    ++blocks;
  }
  EXPECT_EQ(blocks, 8);
}

class GuideCode : public ::testing::Test {
 protected:
  GuideCode() { pail::client::must(s3.create_bucket("photos")); }

  // The system's clock: the page's clients have no other.
  pail::emulator::Emulator emulator{pail::emulator::Options{}};
  pail::client::Listening listening{emulator};
  pail::client::Config config = config_here();
  pail::client::BlockingClient s3{config};

 private:
  pail::client::Config config_here() const {
    pail::client::Config here;
    here.endpoint = listening.origin();
    here.credentials = pail::client::stage_keys();
    return here;
  }
};

TEST_F(GuideCode, FirstStepsTagsAndCopies) {
  EXPECT_EQ(first_steps(config), 0);
  pail::client::must(tag(s3));
  pail::client::must(s3.create_bucket("copies"));
  pail::client::must(s3.wait(copy_all(s3.async(), "photos", "copies")));
  EXPECT_EQ(pail::client::get_text(s3, "copies", "cat.txt"), "meow");
}

TEST_F(GuideCode, FilesAndFolders) {
  const TemporaryFolder folder;
  const std::string film = folder.write("film", "1");
  pail::client::must(move_files(s3, film, folder / "copy", folder.path().string()));
  EXPECT_EQ(folder.read("copy"), "1");
}

TEST_F(GuideCode, KeysFromElsewhereAndPatience) {
  EXPECT_TRUE(from_environment());
  const auto role = as_role(config, "arn:aws:iam::123456789012:role/none");
  const auto refused = pail::client::BlockingClient(role).list_buckets();
  ASSERT_FALSE(refused);
  tell(refused.error());
  patience(config);
  EXPECT_EQ(config.retry.attempts_max, 5U);
}

}  // namespace
