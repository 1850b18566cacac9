#include "emulator/model/object.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/model/little_endian.hpp"
#include "emulator/model/object_record.hpp"
#include "tests/model/error_matcher.hpp"
#include "tests/model/model_test_world.hpp"

namespace pail::model {
namespace {

using testing::body_of;
using testing::FailsWith;
using testing::ModelTestWorld;
using testing::some_time;
using testing::Succeeds;

ObjectAttributes all_attributes() {
  ObjectAttributes attributes;
  for (std::size_t i = 0; i < system_header_count; ++i) {
    attributes.system_headers[i] = "header " + std::to_string(i);
  }
  attributes.metadata = {{"b", "2"}, {"a", "1"}, {"b", "3"}, {"", ""}, {"e", "caf\xc3\xa9"}};
  attributes.storage_class = "STANDARD_IA";
  attributes.website_redirect = "/elsewhere";
  attributes.owner = testing::some_owner;
  attributes.checksum_algorithm = wire::ChecksumAlgorithm::crc64nvme;
  attributes.checksum = "M3eFcAZSQlc=";
  attributes.etag = "5d41402abc4b2a76b9719d911017c592";
  return attributes;
}

class ObjectTest : public ::testing::Test {
 protected:
  Object stored(const ObjectAttributes& attributes, std::string_view body = "hello") {
    const wire::Time time = some_time + std::chrono::microseconds(123'456);
    world_.model().put(bucket_, "key", attributes, world_.incoming(body), {}, time).value();
    return world_.model().get(bucket_, "key").value();
  }

  ModelTestWorld world_;
  Bucket bucket_ = world_.make_bucket();
};

TEST_F(ObjectTest, GivesBackEveryAttributeAsStored) {
  const ObjectAttributes sent = all_attributes();
  const Object object = stored(sent);
  EXPECT_EQ(object.etag(), sent.etag);
  EXPECT_EQ(object.size(), 5U);
  EXPECT_EQ(object.last_modified(), some_time + std::chrono::microseconds(123'456));
  EXPECT_EQ(object.storage_class(), sent.storage_class);
  EXPECT_EQ(object.website_redirect(), sent.website_redirect);
  EXPECT_EQ(object.owner(), sent.owner);
  EXPECT_EQ(object.checksum_algorithm(), sent.checksum_algorithm);
  EXPECT_EQ(object.checksum(), sent.checksum);
  for (std::size_t i = 0; i < system_header_count; ++i) {
    EXPECT_EQ(object.system_header(static_cast<SystemHeader>(i)), sent.system_headers[i]) << i;
  }
}

TEST_F(ObjectTest, KeepsOrderAndDuplicatesOfMetadata) {
  const ObjectAttributes sent = all_attributes();
  const Object object = stored(sent);
  const auto metadata = object.metadata();
  ASSERT_EQ(metadata.size(), sent.metadata.size());
  for (std::size_t i = 0; i < metadata.size(); ++i) {
    EXPECT_EQ(metadata[i].first, sent.metadata[i].first);
    EXPECT_EQ(metadata[i].second, sent.metadata[i].second);
  }
}

TEST_F(ObjectTest, HasNothingWhereNothingWasSent) {
  const Object object = stored({}, "");
  EXPECT_EQ(object.size(), 0U);
  EXPECT_EQ(body_of(object), "");
  EXPECT_TRUE(object.metadata().empty());
  EXPECT_EQ(object.checksum_algorithm(), std::nullopt);
  EXPECT_EQ(object.system_header(SystemHeader::expires), "");
}

TEST_F(ObjectTest, NamesTheHeadersItStores) {
  EXPECT_EQ(header_name(SystemHeader::cache_control), "Cache-Control");
  EXPECT_EQ(header_name(SystemHeader::content_disposition), "Content-Disposition");
  EXPECT_EQ(header_name(SystemHeader::content_encoding), "Content-Encoding");
  EXPECT_EQ(header_name(SystemHeader::content_language), "Content-Language");
  EXPECT_EQ(header_name(SystemHeader::content_type), "Content-Type");
  EXPECT_EQ(header_name(SystemHeader::expires), "Expires");
}

TEST_F(ObjectTest, BodiesAroundTheInlineLimitComeBackWhole) {
  const std::size_t limit = world_.space().inline_bytes;
  for (const std::size_t size : {limit - 1, limit, limit + 1, 10 * limit}) {
    SCOPED_TRACE(size);
    std::string body;
    for (std::size_t i = 0; i < size; ++i) body += static_cast<char>('a' + i % 26);
    const Object object = stored({}, body);
    EXPECT_EQ(object.entry()->blobs().size(), size > limit ? 1U : 0U);
    EXPECT_EQ(body_of(object), body);
    EXPECT_EQ(body_of(object, 7), body);
    BodyReader middle = object.read(3, 5);
    EXPECT_EQ(middle.size(), 5U);
    EXPECT_EQ(wire::as_text(middle.next(100).value()), body.substr(3, 5));
    EXPECT_TRUE(middle.next(100).value().empty());
  }
}

TEST_F(ObjectTest, ABodyMayArriveInAnyPieces) {
  const std::string body(1000, 'x');
  for (const std::size_t piece : {1U, 63U, 64U, 65U, 1000U}) {
    Incoming incoming = world_.model().incoming();
    for (std::size_t at = 0; at < body.size(); at += piece) {
      ASSERT_THAT(
          incoming.write(wire::as_bytes(body).subspan(at).first(std::min(piece, body.size() - at))),
          Succeeds());
    }
    EXPECT_EQ(incoming.size(), body.size());
    world_.model().put(bucket_, "k", {}, std::move(incoming), {}, some_time).value();
    EXPECT_EQ(body_of(world_.model().get(bucket_, "k").value()), body) << piece;
  }
}

TEST_F(ObjectTest, StaysWholeWhateverHappensToTheKey) {
  const std::string body(500, 'x');
  const Object object = stored(all_attributes(), body);
  world_.put(bucket_, "key", "another body").value();
  world_.remove(bucket_, "key").value();
  EXPECT_EQ(object.etag(), all_attributes().etag);
  EXPECT_EQ(body_of(object), body);
}

TEST_F(ObjectTest, ADamagedRecordIsAnInternalError) {
  EXPECT_THAT(Object::open(store::make_entry("")), FailsWith(wire::Errc::InternalError));
  EXPECT_THAT(Object::open(store::make_entry("not a record")),
              FailsWith(wire::Errc::InternalError));
  const StoredBody shorter{.size = 6, .pieces = {}, .inline_body = "hello", .blobs = {}};
  EXPECT_THAT(Object::open(encode_object({}, shorter, {.last_modified = some_time})),
              FailsWith(wire::Errc::InternalError));
}

// A blob that ends before its size: what a damaged disk would give.
class ShortBlob final : public store::Blob {
 public:
  std::uint64_t size() const noexcept override { return 10; }
  Result<Bytes> read(std::uint64_t offset, std::size_t bytes_max,
                     std::vector<std::byte>&) const override {
    const Bytes held = wire::as_bytes("01234");
    if (offset >= held.size()) return Bytes{};
    const auto rest = held.subspan(static_cast<std::size_t>(offset));
    return rest.first(std::min(rest.size(), bytes_max));
  }
};

// One that a disk would have to be asked for.
class FarBlob final : public store::Blob {
 public:
  std::uint64_t size() const noexcept override { return 3; }
  Result<Bytes> read(std::uint64_t offset, std::size_t, std::vector<std::byte>&) const override {
    return wire::as_bytes("far").subspan(static_cast<std::size_t>(offset));
  }
  std::optional<Result<Bytes>> read_at_once(std::uint64_t, std::size_t,
                                            std::vector<std::byte>&) const override {
    return std::nullopt;
  }
};

TEST_F(ObjectTest, WhatIsAtHandIsGivenAtOnceAndTheRestOnlyWhenThereIsTime) {
  std::string pieces;
  for (const bool blob : {false, true, false}) {
    append_little_endian(pieces, std::uint64_t{3});
    pieces += blob ? in_blob : '\0';
  }
  const StoredBody body{
      .size = 9, .pieces = pieces, .inline_body = "onetwo", .blobs = {std::make_shared<FarBlob>()}};
  const Object object = Object::open(encode_object({}, body, {.last_modified = some_time})).value();
  BodyReader reader = object.read(1, 8);
  EXPECT_EQ(wire::as_text(reader.next_at_once(100)->value()), "ne");
  EXPECT_FALSE(reader.next_at_once(100));
  EXPECT_FALSE(reader.next_at_once(100)) << "nothing was read";
  EXPECT_EQ(wire::as_text(reader.next(100).value()), "far");
  EXPECT_EQ(wire::as_text(reader.next_at_once(2)->value()), "tw");
  EXPECT_EQ(wire::as_text(reader.next_at_once(2)->value()), "o");
  EXPECT_TRUE(reader.next_at_once(2)->value().empty());
}

TEST_F(ObjectTest, ABodyThatEndsEarlyIsAnErrorAndNotAShorterBody) {
  const StoredBody body{
      .size = 10, .pieces = {}, .inline_body = {}, .blobs = {std::make_shared<ShortBlob>()}};
  const auto entry = encode_object({}, body, {.last_modified = some_time});
  BodyReader reader = Object::open(entry).value().read(0, 10);
  EXPECT_EQ(wire::as_text(reader.next(100).value()), "01234");
  EXPECT_THAT(reader.next(100), FailsWith(wire::Errc::InternalError));
  EXPECT_THAT(*reader.next_at_once(100), FailsWith(wire::Errc::InternalError));
}

}  // namespace
}  // namespace pail::model
