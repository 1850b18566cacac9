// Files in parts, up and down, and a tree made like another.
#include "client/ops/multipart.hpp"
#include "client/sync/sync.hpp"
#include "client/transfer/manifest.hpp"
#include "client/transfer/source_file.hpp"
#include "client/transfer/transfer.hpp"
#include "tests/client/temporary_folder.hpp"
#include "tests/other_server/server.hpp"
#include "wire/random.hpp"

namespace pail::client {
namespace {

// Bytes that do not repeat.
std::string noise(std::size_t size) {
  std::string bytes(size, '\0');
  wire::SeededRandom(7).fill(std::as_writable_bytes(std::span(bytes)));
  return bytes;
}

constexpr std::size_t mebibyte = 1024 * 1024;

class Transfers : public Server {
 protected:
  TemporaryFolder folder;
};

TEST_F(Transfers, AFileGoesUpInPartsAndComesDownInRanges) {
  const std::string bytes = noise(21 * mebibyte + 7);
  const std::string path = folder.write("up", bytes);
  transfer::UploadOptions up;
  up.put.content_type = "video/mp4";
  up.put.metadata = {{"camera", "7"}};
  const auto uploaded = must(s3.wait(transfer::upload_file(s3.async(), path, bucket, "film", up)));
  EXPECT_EQ(uploaded.parts, 3U);
  const ObjectInfo info = must(s3.head_object(bucket, "film"));
  EXPECT_EQ(info.size, bytes.size());
  // radosgw completes an upload without saying its ETag.
  EXPECT_EQ(uploaded.etag, name() == "radosgw" ? "" : info.etag);
  EXPECT_EQ(info.content_type, "video/mp4");
  ASSERT_EQ(info.metadata.size(), 1U);
  must(s3.wait(transfer::download_file(s3.async(), bucket, "film", folder / "down")));
  EXPECT_TRUE(folder.read("down") == bytes);
  EXPECT_TRUE(get_text(s3, bucket, "film") == bytes);
}

TEST_F(Transfers, AStreamOfUnknownLengthGoesUpAndComesDownInOrder) {
  const std::string bytes = noise(18 * mebibyte);
  std::size_t at = 0;
  const auto read = [&](std::size_t most) -> Result<net::Bytes> {
    const auto piece = std::string_view(bytes).substr(at, std::min<std::size_t>(most, 100'000));
    at += piece.size();
    return wire::as_bytes(piece);
  };
  must(s3.wait(transfer::upload_stream(s3.async(), read, bucket, "stream")));
  TextSink sink;
  must(s3.wait(transfer::download_stream(s3.async(), bucket, "stream", sink)));
  EXPECT_TRUE(sink.take() == bytes);
}

TEST_F(Transfers, PartsAreListedAndAnAbortedUploadIsGone) {
  const auto created = must(s3.call(ops::create_multipart_upload(bucket, "parts")));
  PartOfUpload part;
  part.upload_id = created.upload_id;
  const auto body = text_body(noise(5 * mebibyte));
  const PutResult put = must(s3.upload_part(bucket, "parts", part, *body));
  const auto page = must(s3.call(ops::list_parts(bucket, "parts", created.upload_id)));
  ASSERT_EQ(page.parts.size(), 1U);
  EXPECT_EQ(page.parts[0].etag, put.etag);
  EXPECT_EQ(must(s3.call(ops::list_multipart_uploads(bucket))).uploads.size(), 1U);
  must(s3.call(ops::abort_multipart_upload(bucket, "parts", created.upload_id)));
  EXPECT_TRUE(must(s3.call(ops::list_multipart_uploads(bucket))).uploads.empty());
  // radosgw has no code of its own for it.
  EXPECT_EQ(code_of(s3.call(ops::list_parts(bucket, "parts", created.upload_id))),
            name() == "radosgw" ? "NoSuchKey" : "NoSuchUpload");
}

TEST_F(Transfers, AnUploadThatTheServerForgotBeginsAnew) {
  const std::string path = folder.write("up", noise(17 * mebibyte));
  transfer::UploadOptions up;
  up.manifest = folder / "manifest";
  // Left in the middle, as by a crash, and given up by the server since.
  transfer::Manifest left;
  left.bucket = bucket;
  left.key = "film";
  left.file = path;
  left.size = std::filesystem::file_size(path);
  left.edition = std::to_string(must(transfer::SourceFile::open(path))->modified_ns());
  left.segments = {{1, 8 * mebibyte}};
  left.upload_id = must(s3.call(ops::create_multipart_upload(bucket, "film"))).upload_id;
  must(transfer::save_manifest(up.manifest, left));
  must(s3.call(ops::abort_multipart_upload(bucket, "film", left.upload_id)));
  const auto uploaded = must(s3.wait(transfer::upload_file(s3.async(), path, bucket, "film", up)));
  EXPECT_EQ(uploaded.parts_resumed, 0U);
  EXPECT_TRUE(get_text(s3, bucket, "film") == folder.read("up"));
}

TEST_F(Transfers, ATreeIsMadeLikeAnotherBothWays) {
  std::filesystem::create_directories(folder.path() / "from/sub dir");
  for (int i = 0; i < 20; ++i) folder.write("from/" + std::to_string(i), noise(100));
  folder.write("from/sub dir/\xC3\xA4+&", "odd name");
  const auto run = [&](sync::Tree from, sync::Tree to) {
    sync::Options options;
    options.delete_extra = true;
    return must(s3.wait(sync::run(s3.async(), std::move(from), std::move(to), options, {})));
  };
  const sync::Folder from{folder / "from"};
  const sync::Prefix there{bucket, "tree/"};
  EXPECT_EQ(run(from, there).uploaded, 21U);
  EXPECT_EQ(run(from, there).same, 21U);
  std::filesystem::remove(folder.path() / "from/7");
  EXPECT_EQ(run(from, there).removed, 1U);
  EXPECT_EQ(run(there, sync::Folder{folder / "to"}).downloaded, 20U);
  EXPECT_EQ(folder.read("to/sub dir/\xC3\xA4+&"), "odd name");
  EXPECT_EQ(folder.read("to/3"), folder.read("from/3"));
}

}  // namespace
}  // namespace pail::client
