// The pure parts of transfers: how a body is cut, how far it is, what is noted of it, its checksum.
#include <gtest/gtest.h>

#include "client/transfer/manifest.hpp"
#include "client/transfer/meter.hpp"
#include "client/transfer/part_plan.hpp"
#include "client/transfer/whole_checksum.hpp"
#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::transfer {
namespace {

using namespace std::chrono_literals;

std::vector<Part> all_parts(PartPlan plan) {
  std::vector<Part> parts;
  while (const auto next = plan.next()) parts.push_back(*next);
  return parts;
}

TEST(PartPlan, CoversEveryByteOnce) {
  for (const std::uint64_t total : {std::uint64_t{0}, std::uint64_t{1}, 8 * mebibyte,
                                    8 * mebibyte + 1, 100 * mebibyte, 5'000'000 * mebibyte}) {
    SCOPED_TRACE(total);
    std::uint64_t at = 0;
    unsigned number = 0;
    for (const Part& part : all_parts(PartPlan::of(total, 0))) {
      EXPECT_EQ(part.number, ++number);
      EXPECT_EQ(part.offset, at);
      at += part.bytes;
    }
    EXPECT_EQ(at, total);
    EXPECT_LE(number, part_number_max);
  }
}

TEST(PartPlan, QuickPartsDoubleTheNext) {
  PartPlan plan = PartPlan::of(1000 * mebibyte, 0);
  const Part first = *plan.next();
  const Part second = *plan.next();
  EXPECT_TRUE(plan.took(first, 10ms));
  EXPECT_FALSE(plan.took(second, 10ms)) << "it says nothing of the new size";
  const Part third = *plan.next();
  EXPECT_EQ(third.bytes, 16 * mebibyte);
  EXPECT_FALSE(plan.took(third, 300ms)) << "slow enough";
  EXPECT_TRUE(plan.took(third, 10ms));
  EXPECT_EQ(plan.next()->bytes, 32 * mebibyte);
  for (int i = 0; i < 5; ++i) {
    if (const auto part = plan.next()) plan.took(*part, 1ms);
  }
  EXPECT_EQ(plan.next()->bytes, part_bytes_grown_max) << "and no larger";
}

TEST(PartPlan, SizeThatIsGivenStays) {
  PartPlan plan = PartPlan::of(100 * mebibyte, 5 * mebibyte);
  EXPECT_FALSE(plan.took(*plan.next(), 1ms));
  EXPECT_EQ(plan.next()->bytes, 5 * mebibyte);
}

TEST(PartPlan, StreamOfAnyLengthHasRoom) {
  std::uint64_t room = 0;
  std::uint64_t last = 0;
  for (const Part& part : all_parts(PartPlan::of_stream(0))) {
    room += part.bytes;
    last = part.bytes;
  }
  EXPECT_GT(room, 5ull * 1024 * 1024 * mebibyte);
  EXPECT_LE(last, part_bytes_max);
}

TEST(PartPlan, EvenStreamIsTenThousandPartsOfOneSize) {
  const auto parts = all_parts(PartPlan::of_even_stream(7));
  ASSERT_EQ(parts.size(), part_number_max);
  for (const Part& part : parts) ASSERT_EQ(part.bytes, 7U) << part.number;
  EXPECT_EQ(parts.back().offset, 7U * (part_number_max - 1));
}

TEST(PartPlan, SegmentsMakeTheSamePartsAgain) {
  PartPlan plan = PartPlan::of(300 * mebibyte, 0);
  std::vector<Part> given;
  while (const auto next = plan.next()) {
    given.push_back(*next);
    plan.took(*next, 1ms);
  }
  const auto again = PartPlan::again(300 * mebibyte, 0, plan.segments(), given.back().number);
  ASSERT_TRUE(again);
  const auto parts = all_parts(*again);
  ASSERT_EQ(parts.size(), given.size());
  for (std::size_t i = 0; i < parts.size(); ++i) EXPECT_EQ(parts[i].offset, given[i].offset);
}

TEST(PartPlan, WhatIsDoneDoesNotGrow) {
  auto plan = PartPlan::again(300 * mebibyte, 0, {{1, 8 * mebibyte}}, 3);
  ASSERT_TRUE(plan);
  EXPECT_FALSE(plan->took(*plan->next(), 1ms));
  plan->next();
  EXPECT_TRUE(plan->took(*plan->next(), 1ms));
  EXPECT_EQ(plan->next()->offset, 24 * mebibyte);
}

TEST(PartPlan, SegmentsThatCannotBeAreRefused) {
  EXPECT_FALSE(PartPlan::again(10, 0, {}, 0));
  EXPECT_FALSE(PartPlan::again(10, 0, {{2, 5}}, 0));
  EXPECT_FALSE(PartPlan::again(10, 0, {{1, 0}}, 0));
  EXPECT_FALSE(PartPlan::again(10, 0, {{1, 5}, {1, 6}}, 0));
  EXPECT_FALSE(PartPlan::again(10'001, 0, {{1, 1}}, 0)) << "10,000 do not hold it";
  EXPECT_TRUE(PartPlan::again(10'000, 0, {{1, 1}}, 0));
}

TEST(Meter, RateIsOfTheLastSeconds) {
  Meter meter(1000);
  EXPECT_TRUE(meter.is_due(0ms));
  EXPECT_EQ(meter.standing(0ms).bytes_per_second, 0);
  EXPECT_FALSE(meter.is_due(99ms));
  EXPECT_TRUE(meter.is_due(100ms));
  meter.moved(100);
  const Standing one = meter.standing(1s);
  EXPECT_DOUBLE_EQ(one.bytes_per_second, 100);
  EXPECT_EQ(one.left, 9s);
  // For a minute nothing moves, then 50 a second.
  for (auto time = 2s; time <= 60s; time += 1s) meter.standing(time);
  EXPECT_EQ(meter.standing(61s).bytes_per_second, 0);
  EXPECT_FALSE(meter.standing(61s).left) << "nobody can tell";
  for (auto time = 62s; time <= 70s; time += 1s) {
    meter.moved(50);
    meter.standing(time);
  }
  meter.moved(50);
  EXPECT_DOUBLE_EQ(meter.standing(71s).bytes_per_second, 50);
}

TEST(Meter, WhatWasFoundIsDoneButNotFast) {
  Meter meter(1000);
  meter.found(500);
  meter.moved(100);
  const Standing standing = meter.standing(1s);
  EXPECT_EQ(standing.done, 600u);
  EXPECT_DOUBLE_EQ(standing.bytes_per_second, 100);
}

TEST(WholeChecksum, IsThatOfAllBytes) {
  const std::string text = random_text(100'000);
  using wire::ChecksumAlgorithm;
  for (const auto algorithm :
       {ChecksumAlgorithm::crc32, ChecksumAlgorithm::crc32c, ChecksumAlgorithm::crc64nvme}) {
    SCOPED_TRACE(wire::name(algorithm));
    WholeChecksum whole(algorithm);
    for (std::size_t at = 0; at < text.size(); at += 30'001) {
      wire::Checksum piece(algorithm);
      const auto bytes = std::string_view(text).substr(at, 30'001);
      piece.update(wire::as_bytes(bytes));
      ASSERT_TRUE(whole.append(piece.base64(), bytes.size()));
    }
    wire::Checksum expected(algorithm);
    expected.update(wire::as_bytes(text));
    EXPECT_EQ(whole.base64(), expected.base64());
    EXPECT_FALSE(whole.append("AA", 1));
  }
  EXPECT_FALSE(can_be_joined(ChecksumAlgorithm::sha256));
}

Manifest upload_note() {
  Manifest note;
  note.bucket = "bucket";
  note.key = "k\"ey\n\xC3\xA9";
  note.file = "/tmp/a b";
  note.size = 123'456'789'012;
  note.edition = "1700000000123456789";
  note.segments = {{1, 8 * mebibyte}, {17, 16 * mebibyte}};
  note.upload_id = "id";
  return note;
}

Manifest download_note() {
  Manifest note = upload_note();
  note.kind = Manifest::Kind::download;
  note.upload_id.clear();
  note.edition = "\"etag\"";
  note.checksum = wire::ChecksumAlgorithm::crc32;
  note.done = {{1, "AAAAAA=="}, {9, "BBBBBA=="}};
  return note;
}

TEST(Manifest, IsReadAsItWasWritten) {
  EXPECT_EQ(must(parse_manifest(to_json(upload_note()))), upload_note());
  EXPECT_EQ(must(parse_manifest(to_json(download_note()))), download_note());
}

TEST(Manifest, IsReplacedWholeAndPrivate) {
  const TemporaryFolder folder;
  const std::string path = folder / "note";
  EXPECT_FALSE(must(load_manifest(path)));
  must(save_manifest(path, upload_note()));
  must(save_manifest(path, download_note()));
  EXPECT_EQ(must(load_manifest(path)), download_note());
  EXPECT_EQ(folder.file_count(), 1u);
  const auto rights = std::filesystem::status(path).permissions();
  EXPECT_EQ(rights & std::filesystem::perms::others_all, std::filesystem::perms::none);
  remove_manifest(path);
  EXPECT_FALSE(must(load_manifest(path)));
}

TEST(Manifest, WhatIsNoneIsRefused) {
  for (const char* text : {"", "[]", "{}", R"({"transfer": "sideways"})", "{\"transfer\":"}) {
    EXPECT_FALSE(parse_manifest(text)) << text;
  }
  std::string odd = to_json(upload_note());
  odd.replace(odd.find("\"size\""), 6, "\"sise\"");
  EXPECT_FALSE(parse_manifest(odd));
}

TEST(Manifest, OfAnotherTransferIsTold) {
  Manifest other = upload_note();
  other.segments.clear();
  other.upload_id = "another";
  EXPECT_TRUE(upload_note().is_of(other)) << "how far it is does not count";
  other.edition = "2";
  EXPECT_FALSE(upload_note().is_of(other));
}

}  // namespace
}  // namespace pail::client::transfer
