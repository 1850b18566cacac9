#include "tests/emulator/seed/seed_case.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::Test;

using SeedObjects = SeedCase;

TEST_F(SeedObjects, HaveBodiesInEveryForm) {
  const Folder folder;
  folder.write("photos/cat.jpg", "meow");
  seed(R"({"buckets": [{"name": "bbb", "objects": [
         {"key": "text.txt", "text": "grüße"},
         {"key": "base64", "base64": "AAEC"},
         {"key": "json", "json": {"a": [1, true, null]}},
         {"key": "file", "file": "photos/cat.jpg"},
         {"key": "empty", "text": ""},
         {"key": "drawn", "bytes": {"size": 300001, "random": 7}}]}]})",
       folder.path());
  EXPECT_EQ(s3.get("bbb/text.txt"), "grüße");
  EXPECT_EQ(s3.get("bbb/base64"), std::string("\0\1\2", 3));
  EXPECT_EQ(s3.get("bbb/json"), R"({"a":[1,true,null]})");
  EXPECT_EQ(s3.get("bbb/file"), "meow");
  EXPECT_EQ(s3.get("bbb/empty"), "");
  EXPECT_EQ(s3.get("bbb/drawn").size(), 300001U);
}

// The generator's published first numbers for the seed 1234567.
TEST_F(SeedObjects, AreDrawnAlikeOnEveryMachine) {
  seed(R"({"buckets": [{"name": "bbb", "objects": [
         {"key": "drawn", "bytes": {"size": 16, "random": 1234567}}]}]})");
  std::string expected;
  for (std::uint64_t word : {6457827717110365317ULL, 3203168211198807973ULL}) {
    for (int i = 0; i < 8; ++i) expected += static_cast<char>(word >> 8 * i);
  }
  EXPECT_EQ(s3.get("bbb/drawn"), expected);
}

TEST_F(SeedObjects, HaveAllThatIsStoredBesideTheirBytes) {
  seed(R"({"buckets": [{"name": "bbb", "ownership": "ObjectWriter", "public_access_block": false,
         "objects": [{"key": "a/ü +.html", "text": "x", "storage_class": "STANDARD_IA",
           "acl": "public-read", "metadata": {"Color": "red", "who": "Jürgen"},
           "tags": {"team": "a b", "x": ""},
           "headers": {"cache-control": "max-age=60", "Content-Language": "de"}}]}]})");
  const Answer answer = head("/bbb/a/%C3%BC%20%2B.html");
  ASSERT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("Content-Type"), "text/html") << "by the key's extension";
  EXPECT_EQ(answer.header("x-amz-storage-class"), "STANDARD_IA");
  EXPECT_EQ(answer.header("x-amz-meta-color"), "red");
  EXPECT_EQ(answer.header("x-amz-tagging-count"), "2");
  EXPECT_EQ(answer.header("Cache-Control"), "max-age=60");
  EXPECT_EQ(answer.header("Content-Language"), "de");
  EXPECT_EQ(s3.send({.target = "/bbb/a/%C3%BC%20%2B.html", .signing = Signing::none}).body, "x");
}

TEST_F(SeedObjects, HaveTheTypeTheyAreGiven) {
  seed(R"({"buckets": [{"name": "bbb", "objects": [
         {"key": "given.txt", "text": "", "content_type": "text/x-mine"},
         {"key": "json", "json": {}}, {"key": "none", "text": ""}]}]})");
  EXPECT_EQ(head("/bbb/given.txt").header("Content-Type"), "text/x-mine");
  EXPECT_EQ(head("/bbb/json").header("Content-Type"), "application/json");
  EXPECT_EQ(head("/bbb/none").header("Content-Type"), "binary/octet-stream");
}

constexpr const char* versions = R"({"buckets": [{"name": "bbb", "versioning": "Enabled",
  "objects": [{"key": "k", "versions": [
    {"text": "one", "metadata": {"n": "1"}}, {"delete_marker": true}, {"text": "two"}]},
    {"key": "gone", "versions": [{"text": "was here"}, {"delete_marker": true}]}]}]})";

TEST_F(SeedObjects, MayHaveAHistory) {
  EXPECT_EQ(seed(versions).objects_put, 5U);
  EXPECT_EQ(s3.get("bbb/k"), "two");
  EXPECT_EQ(get("/bbb/gone").code(), "NoSuchKey");
  EXPECT_EQ(get("/bbb?versions").texts("Version", "Key").size(), 3U);
  EXPECT_EQ(get("/bbb?versions").texts("DeleteMarker", "Key").size(), 2U);
}

TEST_F(SeedObjects, AreNotWrittenAgain) {
  const std::string text = R"({"buckets": [{"name": "bbb", "versioning": "Enabled", "objects": [
      {"key": "k", "text": "x", "metadata": {"Who": " Jürgen ", "b": "2"}, "tags": {"t": "1"},
       "headers": {"Expires": "never"}, "storage_class": "STANDARD"},
      {"key": "drawn", "bytes": {"size": 70000, "random": 1}}]}]})";
  EXPECT_EQ(seed(text).objects_put, 2U);
  const std::string before = get("/bbb?versions").body;
  const seed::Report again = seed(text);
  EXPECT_EQ(again.objects_put, 0U);
  EXPECT_EQ(again.unchanged, 2U);
  EXPECT_EQ(get("/bbb?versions").texts("Version", "Key").size(), 2U);
  EXPECT_EQ(get("/bbb?versions").texts("Version", "VersionId").size(), 2U);
}

TEST_F(SeedObjects, WithAHistoryAreNotWrittenAgain) {
  seed(versions);
  const seed::Report again = seed(versions);
  EXPECT_EQ(again.objects_put, 0U);
  EXPECT_EQ(again.unchanged, 5U);
  EXPECT_EQ(get("/bbb?versions").texts("Version", "Key").size(), 3U);
  s3.put("bbb/k", "three");
  EXPECT_EQ(seed(versions).objects_put, 3U) << "the newest versions are others now";
  EXPECT_EQ(s3.get("bbb/k"), "two");
}

TEST_F(SeedObjects, ThatAreOtherwiseAreWrittenAgain) {
  const auto with = [](const std::string& more) {
    return R"({"buckets": [{"name": "bbb", "objects": [{"key": "k", )" + more + "}]}]}";
  };
  seed(with(R"("text": "x")"));
  for (const char* change :
       {R"("text": "y")", R"("text": "xx")", R"("text": "x", "content_type": "text/plain")",
        R"("text": "x", "metadata": {"a": "1"})", R"("text": "x", "metadata": {"a": "2"})",
        R"("text": "x", "tags": {"a": "1"})", R"("text": "x", "tags": {"a": "2"})",
        R"("text": "x", "headers": {"Cache-Control": "no-store"})",
        R"("text": "x", "storage_class": "GLACIER_IR")", R"("text": "x")"}) {
    SCOPED_TRACE(change);
    EXPECT_EQ(seed(with(change)).objects_put, 1U);
    EXPECT_EQ(seed(with(change)).objects_put, 0U);
  }
}

TEST_F(SeedObjects, ComeFromATree) {
  const Folder folder;
  folder.write("site/index.html", "<p>");
  folder.write("site/a/b/c.css", "css");
  folder.write("site/.hidden", "h");
  const std::string text = R"({"buckets": [{"name": "bbb", "tree": "site", "objects": [
      {"key": "index.html", "file": "site/index.html", "metadata": {"by": "hand"}}]}]})";
  EXPECT_EQ(seed(text, folder.path()).objects_put, 3U);
  EXPECT_EQ(s3.get("bbb/a/b/c.css"), "css");
  EXPECT_EQ(s3.get("bbb/.hidden"), "h");
  EXPECT_EQ(head("/bbb/a/b/c.css").header("Content-Type"), "text/css");
  EXPECT_EQ(head("/bbb/index.html").header("x-amz-meta-by"), "hand")
      << "what is said by hand counts";
  EXPECT_EQ(seed(text, folder.path()).unchanged, 3U);
}

TEST_F(SeedObjects, OfAChangedFileAreWrittenAgain) {
  const Folder folder;
  folder.write("t/a", "one");
  folder.write("t/b", "same");
  const std::string text = R"({"buckets": [{"name": "bbb", "tree": "t"}]})";
  seed(text, folder.path());
  folder.write("t/a", "two");
  EXPECT_EQ(seed(text, folder.path()).objects_put, 1U);
  EXPECT_EQ(s3.get("bbb/a"), "two");
}

}  // namespace
}  // namespace pail::emulator::testing
