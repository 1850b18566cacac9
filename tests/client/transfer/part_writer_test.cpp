#include "client/transfer/part_writer.hpp"

#include <gtest/gtest.h>

#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::transfer {
namespace {

class Pushed : public TransferTest {
 protected:
  static Result<void> push(PartWriter& writer, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); at += 100'003) {
      PAIL_TRY(writer.write(wire::as_bytes(text.substr(at, 100'003))));
    }
    return wire::ok();
  }
};

TEST_F(Pushed, AnyLengthComesOutEqual) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{7}, part, part + 1, 2 * part + 9}) {
    SCOPED_TRACE(bytes);
    const std::string text = random_text(bytes);
    PartWriter writer(s3, "bucket", "key", up());
    must(push(writer, text));
    const Uploaded sent = must(writer.finish());
    EXPECT_EQ(sent.size, bytes);
    EXPECT_TRUE(stored() == text);
  }
  EXPECT_EQ(open_uploads(), 0u);
}

TEST_F(Pushed, WhatFitsOnePartIsOneRequest) {
  PartWriter writer(s3, "bucket", "key", up());
  must(push(writer, random_text(part)));
  must(writer.finish());
  EXPECT_EQ(asked("PutObject"), 1u);
  EXPECT_EQ(asked("CreateMultipartUpload"), 0u);
}

TEST_F(Pushed, WithoutFinishNothingStays) {
  {
    PartWriter writer(s3, "bucket", "key", up());
    must(push(writer, random_text(2 * part)));
    EXPECT_EQ(open_uploads(), 1u);
  }
  EXPECT_EQ(open_uploads(), 0u);
  EXPECT_EQ(code_of(s3.head_object("bucket", "key")), "NoSuchKey");
}

TEST_F(Pushed, LostPartCannotBeFinished) {
  fault(R"({"match": {"operation": "UploadPart"}, "when": {"times": 1},
            "then": {"error": {"code": "AccessDenied"}}})");
  {
    PartWriter writer(s3, "bucket", "key", up());
    EXPECT_EQ(code_of(push(writer, random_text(3 * part))), "AccessDenied");
    EXPECT_EQ(code_of(writer.write(wire::as_bytes("more"))), "AccessDenied");
    EXPECT_EQ(code_of(writer.finish()), "AccessDenied");
  }
  EXPECT_EQ(open_uploads(), 0u);
  EXPECT_EQ(code_of(s3.head_object("bucket", "key")), "NoSuchKey");
}

// So that an upload holds one part in memory, however long it becomes.
TEST_F(Pushed, PartsOfAGivenSizeStayOfThatSize) {
  constexpr std::size_t small = 16;
  UploadOptions options = up();
  options.part_bytes = small;
  PartWriter writer(s3, "bucket", "key", options);
  must(push(writer, random_text(1010 * small)));
  const auto uploads = must(s3.call(ops::list_multipart_uploads("bucket"))).uploads;
  ASSERT_EQ(uploads.size(), 1u);
  ops::ListPartsOptions last;
  last.after = 990;
  const auto page = must(s3.call(ops::list_parts("bucket", "key", uploads[0].upload_id, last)));
  ASSERT_EQ(page.parts.size(), 19u) << "the last one waits for more";
  for (const auto& sent : page.parts) EXPECT_EQ(sent.size, small) << sent.number;
}

}  // namespace
}  // namespace pail::client::transfer
