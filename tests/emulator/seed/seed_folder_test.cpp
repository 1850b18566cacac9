// `--seed DIR`: folders are buckets.
#include "tests/emulator/seed/seed_case.hpp"

namespace pail::emulator::testing {
namespace {

class SeedFolder : public SeedCase {
 protected:
  wire::Result<seed::Report> try_folder() {
    PAIL_TRY(const seed::Seed read, seed::read_seed(folder.path()));
    return seed::apply(s3.emulator(), s3.emulator().worlds().default_world(), read);
  }
  std::string mistake_of_folder() {
    const auto report = try_folder();
    return report ? "" : std::string(*report.error().message());
  }
  Folder folder;
};

TEST_F(SeedFolder, HasABucketPerFolder) {
  folder.write("photos/cats/1.jpg", "meow");
  folder.write("texts/a.txt", "a");
  folder.write(".git/config", "no bucket");
  std::filesystem::create_directories(folder.path() / "empty");
  const auto report = try_folder();
  ASSERT_TRUE(report) << wire::describe(report.error());
  EXPECT_EQ(report.value().buckets_made, 3U);
  EXPECT_EQ(bucket_names(), (std::vector<std::string>{"empty", "photos", "texts"}));
  EXPECT_EQ(s3.get("photos/cats/1.jpg"), "meow");
}

TEST_F(SeedFolder, MayHaveASeedBeside) {
  folder.write("photos/1.jpg", "meow");
  folder.write("seed.json", R"({"buckets": [{"name": "photos", "versioning": "Enabled",
      "objects": [{"key": "2.jpg", "file": "photos/1.jpg"}]}, {"name": "other"}]})");
  ASSERT_TRUE(try_folder());
  EXPECT_EQ(s3.get("photos/1.jpg"), "meow");
  EXPECT_EQ(s3.get("photos/2.jpg"), "meow");
  EXPECT_EQ(get("/photos?versioning").element("Status"), "Enabled");
  EXPECT_EQ(bucket_names(), (std::vector<std::string>{"other", "photos"}));
}

TEST_F(SeedFolder, IsRefusedWithAFileThatBelongsToNoBucket) {
  folder.write("photos/1.jpg", "meow");
  folder.write("notes.txt", "?");
  EXPECT_EQ(mistake_of_folder(),
            (folder.path() / "notes.txt").string() + ": this file lies in no bucket's folder");
  EXPECT_TRUE(bucket_names().empty());
}

TEST_F(SeedFolder, IsRefusedInS3sWords) {
  folder.write("Photos_/1.jpg", "meow");
  const std::string mistake = mistake_of_folder();
  EXPECT_TRUE(mistake.starts_with((folder.path() / "Photos_").string() + ": ")) << mistake;
  EXPECT_NE(mistake.find("InvalidBucketName"), std::string::npos) << mistake;
}

TEST_F(SeedFolder, NamesTheFileOfASeedBeside) {
  folder.write("seed.json", "{\n\"bucket\": []}");
  EXPECT_TRUE(mistake_of_folder().starts_with((folder.path() / "seed.json").string() +
                                              ":2: bucket: there is no such member"))
      << mistake_of_folder();
}

TEST_F(SeedFolder, HasToBeThere) {
  const auto read = seed::read_seed(folder.path() / "nothing.json");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message()->find("nothing.json: No such file"), std::string::npos);
}

}  // namespace
}  // namespace pail::emulator::testing
