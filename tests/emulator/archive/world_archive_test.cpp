// A whole world moves: from one engine into the other, and everything clients can see is there.
#include "emulator/archive/archive.hpp"
#include "emulator/seed/seed.hpp"
#include "emulator/store/disk.hpp"
#include "tests/emulator/archive/archive_support.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/store/support/temporary_directory.hpp"
#include "wire/digest.hpp"

namespace pail::archive::testing {
namespace {

using emulator::Options;
using emulator::testing::Answer;
using emulator::testing::Harness;
using emulator::testing::Sent;
using store::testing::TemporaryDirectory;

constexpr const char* people = R"({"identities": {"users": [{"name": "reader",
  "access_key": "AKIAREADER0000000000", "secret_key": "the/readers+secret",
  "policies": {"reads": {"Version": "2012-10-17", "Statement": {
    "Effect": "Allow", "Action": "s3:*", "Resource": "*"}}}}]},
  "buckets": [{"name": "history", "versioning": "Enabled"}]})";

std::string text_of(std::size_t bytes, char c) {
  return std::string(bytes, c);
}

class WorldArchive : public ::testing::TestWithParam<bool> {
 protected:
  WorldArchive()
      : from(options(!GetParam(), from_directory)), to(options(GetParam(), to_directory)) {}

  static Options options(bool disk, const TemporaryDirectory& directory) {
    Options options;
    if (!disk) return options;
    auto engine = store::open_disk_engine({directory.path(), store::Durability::none});
    if (!engine) throw std::runtime_error(wire::describe(engine.error()));
    options.engine = std::move(engine.value());
    return options;
  }

  void fill() {
    const auto seeded =
        emulator::seed::apply(from.emulator(), world(from), {.text = people, .name = "people"});
    ASSERT_TRUE(seeded) << wire::describe(seeded.error());
    from.make_bucket("plain");
    from.put("plain/small", "small", {{"x-amz-meta-a", "1"}, {"x-amz-tagging", "t=1"}});
    from.put("plain/large", text_of(200'000, 'L'));
    ASSERT_EQ(from.send({.method = "PUT",
                         .target = "/plain/copy",
                         .headers = {{"x-amz-copy-source", "/plain/large"}}})
                  .status,
              200U);
    from.put("history/k", "one");
    from.put("history/k", text_of(90'000, '2'));
    ASSERT_EQ(from.send({.method = "DELETE", .target = "/history/k"}).status, 204U);
    upload_ = from.send({.method = "POST", .target = "/plain/parts?uploads"}).element("UploadId");
    ASSERT_EQ(put_part(from, 1, part_).status, 200U);
  }

  Answer put_part(Harness& s3, unsigned number, const std::string& body) {
    return s3.send(
        {.method = "PUT",
         .target = "/plain/parts?partNumber=" + std::to_string(number) + "&uploadId=" + upload_,
         .body = body,
         .piece_bytes = 1 << 20});
  }
  Answer complete(Harness& s3, const std::string& last) {
    const auto part = [](unsigned number, const std::string& body) {
      return "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" +
             wire::to_hex(wire::md5(wire::as_bytes(body))) + "</ETag></Part>";
    };
    return s3.send({.method = "POST",
                    .target = "/plain/parts?uploadId=" + upload_,
                    .body = "<CompleteMultipartUpload>" + part(1, part_) + part(2, last) +
                            "</CompleteMultipartUpload>"});
  }

  static world::World& world(Harness& s3) { return s3.emulator().worlds().default_world(); }
  static std::shared_ptr<world::World> shared(Harness& s3) {
    return s3.emulator().worlds().find("default");
  }
  std::string exported() {
    auto source = export_world(world(from));
    if (source) return read_all(*source.value(), 50'000);
    ADD_FAILURE() << wire::describe(source.error());
    return {};
  }
  wire::Result<void> import_all(std::string_view archive) {
    Import import(to.emulator().worlds(), shared(to));
    for (; !archive.empty(); archive.remove_prefix(std::min<std::size_t>(archive.size(), 60'000))) {
      PAIL_TRY(import.write(wire::as_bytes(archive.substr(0, 60'000))));
    }
    return import.finish();
  }
  // An answer without what is another's in each server: its ids.
  std::string seen(Harness& s3, const std::string& target) {
    const Answer answer = s3.send({.target = target});
    return std::to_string(answer.status) + " " + answer.header("ETag") + " " +
           answer.header("x-amz-meta-a") + " " + answer.header("x-amz-version-id") + " " +
           answer.header("Last-Modified") + "\n" +
           (answer.status == 200 ? answer.body : answer.code());
  }

  const TemporaryDirectory from_directory, to_directory;
  Harness from, to;
  std::string upload_;
  const std::string part_ = text_of(5 << 20, 'p');
};

INSTANTIATE_TEST_SUITE_P(Between, WorldArchive, ::testing::Bool(), [](const auto& test) {
  return test.param ? "MemoryAndDisk" : "DiskAndMemory";
});

TEST_P(WorldArchive, MovesEverythingClientsSee) {
  fill();
  to.make_bucket("was-there-before");
  const auto imported = import_all(exported());
  ASSERT_TRUE(imported) << wire::describe(imported.error());
  for (const char* target : {"/", "/plain?list-type=2", "/plain/small", "/plain/small?tagging",
                             "/plain/large", "/plain/copy", "/plain?uploads", "/history?versioning",
                             "/history?versions", "/history/k", "/plain?acl"}) {
    SCOPED_TRACE(target);
    EXPECT_EQ(seen(to, target), seen(from, target));
  }
  EXPECT_EQ(to.send({.target = "/was-there-before"}).code(), "NoSuchBucket");
  EXPECT_EQ(to.send({.target = "/plain/small",
                     .access_key = "AKIAREADER0000000000",
                     .secret_key = "the/readers+secret"})
                .body,
            "small");
}

TEST_P(WorldArchive, MovesUploadsThatGoOnThere) {
  fill();
  ASSERT_TRUE(import_all(exported()));
  ASSERT_EQ(put_part(to, 2, "the last part").status, 200U);
  const Answer done = complete(to, "the last part");
  ASSERT_EQ(done.status, 200U) << done.body;
  EXPECT_EQ(to.get("plain/parts"), part_ + "the last part");
}

TEST_P(WorldArchive, LeavesTheSourceAsItIs) {
  fill();
  const std::string before = seen(from, "/history?versions");
  ASSERT_TRUE(import_all(exported()));
  to.put("plain/small", "changed over there");
  EXPECT_EQ(seen(from, "/history?versions"), before);
  EXPECT_EQ(from.get("plain/small"), "small");
}

TEST_P(WorldArchive, ThatIsDamagedLeavesTheWorldUntouched) {
  fill();
  to.make_bucket("mine");
  to.put("mine/k", "mine");
  std::string archive = exported();
  EXPECT_FALSE(import_all(std::string_view(archive).substr(0, archive.size() / 2)));
  archive[archive.find(text_of(100, 'L')) + 7] = 'l';
  const auto outcome = import_all(archive);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), wire::Errc::InvalidArgument);
  EXPECT_EQ(to.get("mine/k"), "mine");
  EXPECT_EQ(to.send({.target = "/plain"}).code(), "NoSuchBucket");
}

TEST_P(WorldArchive, GoesIntoAWorldBesideItsSourceToo) {
  fill();
  const auto made = from.emulator().worlds().create({.name = "beside"});
  ASSERT_TRUE(made);
  Import import(from.emulator().worlds(), made.value().world);
  ASSERT_TRUE(import.write(wire::as_bytes(exported())));
  ASSERT_TRUE(import.finish());
  const signer::Credentials& keys = made.value().keys.front().keys;
  EXPECT_EQ(from.send({.target = "/plain/small",
                       .access_key = keys.access_key,
                       .secret_key = keys.secret_key})
                .body,
            "small")
      << "the world keeps its own root key";
  EXPECT_EQ(from.emulator().worlds().of_access_key("AKIAREADER0000000000")->name(), "default")
      << "a key stays that of the world that has it";
}

}  // namespace
}  // namespace pail::archive::testing
