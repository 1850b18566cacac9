// A bucket and short ways to upload into it in parts.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/upload.hpp"
#include "tests/emulator/support/harness.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {

class MultipartTest : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }

  static std::string etag_of(std::string_view body) {
    return wire::to_hex(wire::md5(wire::as_bytes(body)));
  }
  // The id of a new upload.
  std::string begin(HeaderList headers = {}, std::string_view key = "key") {
    const Answer answer = create(std::move(headers), key);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    return answer.element("UploadId");
  }
  Answer create(HeaderList headers = {}, std::string_view key = "key") {
    return s3.send({.method = "POST",
                    .target = "/bucket/" + std::string(key) + "?uploads",
                    .headers = std::move(headers)});
  }
  Answer put_part(std::string_view id, unsigned number, std::string body, HeaderList headers = {}) {
    return s3.send({.method = "PUT",
                    .target = part_target(id, std::to_string(number)),
                    .headers = std::move(headers),
                    .body = std::move(body),
                    .piece_bytes = 1 << 20});
  }
  static std::string part_target(std::string_view id, std::string_view number) {
    return "/bucket/key?partNumber=" + std::string(number) + "&uploadId=" + std::string(id);
  }
  static std::string upload_target(std::string_view id) {
    return "/bucket/key?uploadId=" + std::string(id);
  }
  Answer complete(std::string_view id, std::string document, HeaderList headers = {}) {
    return s3.send({.method = "POST",
                    .target = upload_target(id),
                    .headers = std::move(headers),
                    .body = std::move(document)});
  }
  // "<Part>..." of a part with that body, `more` being further elements.
  static std::string part(unsigned number, std::string_view body, std::string_view more = {}) {
    return "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>&quot;" +
           etag_of(body) + "&quot;</ETag>" + std::string(more) + "</Part>";
  }
  static std::string document(const std::string& parts) {
    return "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + parts +
           "</CompleteMultipartUpload>";
  }
  // Uploads parts 1, 2 ... and completes them.
  Answer upload_whole(const std::vector<std::string>& bodies, HeaderList create_headers = {}) {
    const std::string id = begin(std::move(create_headers));
    std::string parts;
    for (unsigned i = 0; i < bodies.size(); ++i) {
      EXPECT_EQ(put_part(id, i + 1, bodies[i]).status, 200U);
      parts += part(i + 1, bodies[i]);
    }
    return complete(id, document(parts));
  }

  const std::string five_mib = std::string(model::part_bytes_min, 'a');
  Harness s3;
};

}  // namespace pail::emulator::testing
