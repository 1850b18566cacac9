#include "client/ops/copies.hpp"
#include "client/ops/multipart.hpp"
#include "client/ops/objects.hpp"
#include "tests/client/ops/scene.hpp"
#include "wire/checksum.hpp"

namespace pail::client {
namespace {

constexpr std::size_t part_bytes = 5 * 1024 * 1024;  // S3's least, of all parts but the last

std::string checksum_of(wire::ChecksumAlgorithm algorithm, std::string_view text) {
  wire::Checksum checksum(algorithm);
  checksum.update(wire::as_bytes(text));
  return checksum.base64();
}

ops::CompletedPart upload(Scene& scene, const std::string& id, unsigned number,
                          const std::string& text) {
  PutOptions options;
  options.headers = {{"x-amz-checksum-sha256", checksum_of(wire::ChecksumAlgorithm::sha256, text)}};
  const auto body = text_body(text);
  const PutResult part = must(scene.s3.upload_part("photos", "film", {id, number}, *body, options));
  return {number, part.etag, part.checksum};
}

std::string begin(Scene& scene) {
  ops::CreateUploadOptions options;
  options.checksum = wire::ChecksumAlgorithm::sha256;
  options.content_type = "video/mp4";
  return scene.call(ops::create_multipart_upload("photos", "film", options)).upload_id;
}

void whole_upload(Scene& scene) {
  const std::string id = begin(scene);
  const std::string first(part_bytes, 'a');
  const std::vector<ops::CompletedPart> parts = {upload(scene, id, 1, first),
                                                 upload(scene, id, 3, "end")};
  ASSERT_TRUE(parts[0].checksum);
  ops::CompleteUploadOptions options;
  options.object_size = part_bytes + 4;
  EXPECT_EQ(scene.refusal(ops::complete_multipart_upload("photos", "film", id, parts, options)),
            "InvalidRequest")
      << "another size than was said";
  options.object_size = part_bytes + 3;
  const ops::CompletedUpload done =
      scene.call(ops::complete_multipart_upload("photos", "film", id, parts, options));
  EXPECT_TRUE(done.etag.ends_with("-2\"")) << done.etag;
  EXPECT_NE(done.location, "");
  EXPECT_EQ(done.checksum.value().type, ChecksumType::composite);
  EXPECT_TRUE(done.checksum.value().value.ends_with("-2"));
  EXPECT_EQ(scene.get("film").size(), part_bytes + 3);

  ops::AttributesOptions one_part;
  one_part.parts_max = 1;
  const auto page = scene.call(ops::get_object_attributes("photos", "film", one_part));
  EXPECT_EQ(page.parts_count, 2U);
  ASSERT_EQ(page.parts.size(), 1U);
  EXPECT_EQ(page.parts[0].size, part_bytes);
  EXPECT_EQ(page.parts[0].checksum.value().value, parts[0].checksum.value().value);
  EXPECT_EQ(page.next_part, 1U);
  GetOptions last_part;
  last_part.part_number = 3;
  const ObjectInfo info = scene.call(ops::head_object("photos", "film", last_part));
  EXPECT_EQ(info.parts_count, 2U);
  EXPECT_EQ(info.size, 3U);
  EXPECT_EQ(info.content_type, "video/mp4");
}

void abort_upload(Scene& scene) {
  const std::string id = begin(scene);
  scene.call(ops::abort_multipart_upload("photos", "film", id));
  EXPECT_EQ(scene.refusal(ops::list_parts("photos", "film", id)), "NoSuchUpload");
  EXPECT_EQ(scene.refusal(ops::abort_multipart_upload("photos", "film", "")), "NoSuchUpload")
      << "never the deletion of the object";
}

void list_parts(Scene& scene) {
  const std::string id = begin(scene);
  for (const unsigned number : {1U, 2U, 7U}) {
    upload(scene, id, number, "part " + std::to_string(number));
  }
  ops::ListPartsOptions options;
  options.parts_max = 2;
  const ops::PartPage first = scene.call(ops::list_parts("photos", "film", id, options));
  ASSERT_EQ(first.parts.size(), 2U);
  EXPECT_EQ(first.checksum, wire::ChecksumAlgorithm::sha256);
  EXPECT_EQ(first.checksum_type, ChecksumType::composite);
  EXPECT_EQ(first.parts[0].size, 6U);
  EXPECT_EQ(first.parts[0].checksum.value().value,
            checksum_of(wire::ChecksumAlgorithm::sha256, "part 1"));
  EXPECT_NE(first.parts[0].last_modified, wire::Time());
  ASSERT_TRUE(first.next);
  options.after = *first.next;
  const ops::PartPage second = scene.call(ops::list_parts("photos", "film", id, options));
  ASSERT_EQ(second.parts.size(), 1U);
  EXPECT_EQ(second.parts[0].number, 7U);
  EXPECT_FALSE(second.next);
}

void list_multipart_uploads(Scene& scene) {
  for (const char* const key : {"a b", "dir/x", "dir/y", "z\x01"}) {
    scene.call(ops::create_multipart_upload("photos", key));
  }
  ops::ListUploadsOptions options;
  options.delimiter = "/";
  options.uploads_max = 2;
  const ops::UploadPage first = scene.call(ops::list_multipart_uploads("photos", options));
  ASSERT_EQ(first.uploads.size(), 1U);
  EXPECT_EQ(first.uploads[0].key, "a b");
  EXPECT_NE(first.uploads[0].upload_id, "");
  EXPECT_EQ(first.uploads[0].owner, first.uploads[0].initiator);
  EXPECT_NE(first.uploads[0].initiated, wire::Time());
  EXPECT_EQ(first.common_prefixes, std::vector<std::string>{"dir/"});
  ASSERT_TRUE(first.next);
  options.after = *first.next;
  const ops::UploadPage second = scene.call(ops::list_multipart_uploads("photos", options));
  ASSERT_EQ(second.uploads.size(), 1U);
  EXPECT_EQ(second.uploads[0].key, "z\x01");
  EXPECT_FALSE(second.next);
}

void upload_part_copy(Scene& scene) {
  scene.put("digits", "0123456789");
  const std::string id = begin(scene);
  const ops::Copied part = scene.call(
      ops::upload_part_copy({"photos", "digits"}, "photos", "film", {id, 1}, ops::ByteRange{2, 5}));
  EXPECT_NE(part.etag, "");
  EXPECT_NE(part.last_modified, wire::Time());
  scene.call(ops::complete_multipart_upload("photos", "film", id, {{1, part.etag, part.checksum}}));
  EXPECT_EQ(scene.get("film"), "2345");
}

}  // namespace

Plays multipart_plays() {
  return {{"CreateMultipartUpload", whole_upload},
          {"UploadPart", whole_upload},
          {"CompleteMultipartUpload", whole_upload},
          {"AbortMultipartUpload", abort_upload},
          {"ListParts", list_parts},
          {"ListMultipartUploads", list_multipart_uploads},
          {"UploadPartCopy", upload_part_copy}};
}

}  // namespace pail::client
