#include "signer/service/static_files.hpp"

#include <gtest/gtest.h>

#include "tests/client/temporary_folder.hpp"
#include "tests/service/ask.hpp"

namespace pail::signer::service {
namespace {

namespace fs = std::filesystem;
using testing::ask;

// A folder with a page, what must stay out of sight, and a secret beside it.
class StaticFilesTest : public ::testing::Test {
 protected:
  // Before the service that shows it is made.
  fs::path furnished() const {
    const fs::path root = folder_.path();
    write("secret.txt", "secret");
    write("page/index.html", "<p>");
    write("page/code/sign it.mjs", "let a;");
    write("page/.env", "secret");
    write("page/.git/config", "secret");
    fs::create_symlink("../secret.txt", root / "page/link.txt");
    fs::create_symlink(".env", root / "page/environment.txt");
    fs::create_symlink(".git", root / "page/repository");
    fs::create_symlink("code/sign it.mjs", root / "page/short.mjs");
    return root;
  }

  void write(const std::string& name, std::string_view text) const {
    fs::create_directories((fs::path(folder_.path()) / name).parent_path());
    folder_.write(name, text);
  }
  std::string page() const { return root_ / "page"; }

  client::TemporaryFolder folder_;
  fs::path root_ = furnished();
  SigningService inner_{testing::seed_options()};
  StaticFiles files_{StaticFiles::open(page(), inner_).value()};
};

TEST_F(StaticFilesTest, a_file_is_served_with_the_type_of_its_name) {
  const auto answer = ask(files_, "GET", "/code/sign%20it.mjs?v=2");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "let a;");
  EXPECT_EQ(answer.field("Content-Type"), "text/javascript");
  EXPECT_EQ(answer.field("X-Content-Type-Options"), "nosniff");
}

TEST_F(StaticFilesTest, a_folder_is_its_index) {
  EXPECT_EQ(ask(files_, "GET", "/").body, "<p>");
  EXPECT_EQ(ask(files_, "GET", "/?key=a/b").body, "<p>");
  EXPECT_EQ(ask(files_, "GET", "/").field("Content-Type"), "text/html");
  EXPECT_EQ(ask(files_, "GET", "/code/").status, 404U);
  EXPECT_EQ(ask(files_, "GET", "/code").status, 404U);
}

TEST_F(StaticFilesTest, head_says_the_length_and_sends_nothing) {
  const auto answer = ask(files_, "HEAD", "/index.html");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.head_length, 3U);
  EXPECT_EQ(answer.body, "");
}

TEST_F(StaticFilesTest, an_edited_page_is_served_as_it_is_now) {
  write("page/index.html", "<p>new");
  EXPECT_EQ(ask(files_, "GET", "/").body, "<p>new");
}

TEST_F(StaticFilesTest, nothing_outside_the_folder_and_nothing_hidden_is_served) {
  for (const std::string_view target :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/code/../../secret.txt",
        "/link.txt", "/environment.txt", "/repository/config", "/.env", "/.git/config",
        "/code/../.env", "//etc/passwd", "/%2fetc/passwd", "/index.html%00.png", "/%zz", "/nothing",
        "*", ""}) {
    SCOPED_TRACE(target);
    const auto answer = ask(files_, "GET", target);
    EXPECT_EQ(answer.status, 404U);
    EXPECT_EQ(answer.body.find("secret\""), std::string::npos);
  }
  EXPECT_EQ(ask(files_, "GET", "/short.mjs").body, "let a;");
}

TEST_F(StaticFilesTest, what_is_too_long_for_a_page_is_not_served) {
  write("page/large.bin", "");
  fs::resize_file(root_ / "page/large.bin", file_bytes_max);
  EXPECT_EQ(ask(files_, "GET", "/large.bin").body.size(), file_bytes_max);
  fs::resize_file(root_ / "page/large.bin", file_bytes_max + 1);
  EXPECT_EQ(ask(files_, "GET", "/large.bin").status, 404U);
}

TEST_F(StaticFilesTest, all_else_is_the_inner_services) {
  EXPECT_EQ(ask(files_, "GET", "/health").text("status"), "ok");
  EXPECT_EQ(ask(files_, "POST", "/").status, 404U);
  EXPECT_EQ(ask(files_, "POST", "/sign", R"({"content_type":"","filename":"foo.txt"})").status,
            200U);
}

TEST_F(StaticFilesTest, a_folder_that_is_none_is_refused) {
  for (const char* folder : {"/nowhere", "/secret.txt"}) {
    const auto refused = StaticFiles::open(root_.native() + folder, inner_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), wire::Errc::InvalidArgument);
  }
}

}  // namespace
}  // namespace pail::signer::service
