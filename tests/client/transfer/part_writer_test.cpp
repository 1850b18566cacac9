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

}  // namespace
}  // namespace pail::client::transfer
