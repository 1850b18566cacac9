#include <gtest/gtest.h>

#include <algorithm>

#include "emulator/model/rows.hpp"
#include "tests/model/error_matcher.hpp"
#include "tests/model/model_test_world.hpp"

namespace pail::testing {
namespace {

using model::ChosenPart;
using model::Part;
using model::Upload;
using wire::Errc;

const std::string five_mib(model::part_bytes_min, 'a');

class Uploads : public ::testing::Test {
 protected:
  Upload begin(std::string_view key = "key", wire::Time now = some_time) {
    return s3().create_upload(bucket, key, {}, now).value();
  }
  model::Result<model::Object> put(const Upload& upload, unsigned number, std::string_view body) {
    model::ObjectAttributes attributes;
    attributes.etag = etag_of(body);
    return s3().put_part(bucket, upload, number, attributes, world.incoming(body), some_time);
  }
  static std::string etag_of(std::string_view body) {
    return wire::to_hex(wire::md5(wire::as_bytes(body)));
  }
  static ChosenPart chosen(unsigned number, std::string_view body) {
    return {number, etag_of(body)};
  }
  model::Result<std::vector<Part>> choose(const Upload& upload, std::vector<ChosenPart> parts) {
    return s3().choose_parts(bucket, upload, parts);
  }
  model::Result<model::Model::Stored> complete(const Upload& upload, const std::vector<Part>& parts,
                                               const model::WriteConditions& conditions = {},
                                               wire::Time now = some_time) {
    model::ObjectAttributes attributes = upload.object.attributes();
    attributes.etag = "whole-" + std::to_string(parts.size());
    return s3().complete_upload(bucket, upload, parts, attributes, conditions, now);
  }
  // An upload of one part, ready to be completed.
  std::vector<Part> one_part(const Upload& upload, std::string_view body = "body") {
    EXPECT_THAT(put(upload, 1, body), Succeeds());
    return choose(upload, {chosen(1, body)}).value();
  }
  std::vector<unsigned> numbers_of(const Upload& upload) {
    std::vector<unsigned> numbers;
    const model::PartPage page = s3().list_parts(bucket, upload, 0, 10'000).value();
    for (const Part& part : page.parts) numbers.push_back(part.number);
    return numbers;
  }
  // Rows of uploads and parts, of whatever bucket.
  std::size_t leftovers() {
    std::size_t rows = 0;
    const auto cursor = world.space().range().value();
    for (cursor->seek(""); cursor->valid(); cursor->next()) {
      rows += cursor->key().front() == 'u' || cursor->key().front() == 'p' ? 1U : 0U;
    }
    return rows;
  }
  model::Model& s3() { return world.model(); }

  ModelTestWorld world;
  model::Bucket bucket = world.make_bucket();
};

TEST_F(Uploads, NothingIsSeenOfAnUploadUntilItIsCompleted) {
  const Upload upload = begin();
  ASSERT_THAT(put(upload, 1, "body"), Succeeds());
  EXPECT_THAT(s3().get(bucket, "key"), FailsWith(Errc::NoSuchKey));
  EXPECT_TRUE(s3().list(bucket, {}).value().objects.empty());
}

TEST_F(Uploads, IdsAreTextsForUrlsAndNeverTheSame) {
  const Upload first = begin(), second = begin();
  EXPECT_TRUE(model::is_upload_id(first.id));
  EXPECT_EQ(first.id.size(), 32U);
  EXPECT_EQ(first.id.find_first_of("+/="), std::string::npos);
  EXPECT_NE(first.id, second.id);
}

TEST_F(Uploads, AnUploadIsFoundByItsIdUnderItsOwnKeyAlone) {
  const Upload upload = begin();
  EXPECT_THAT(s3().upload(bucket, "key", upload.id), Succeeds());
  const model::Bucket other = world.make_bucket("other-bucket");
  EXPECT_THAT(s3().upload(bucket, "key2", upload.id),
              FailsWith(Errc::NoSuchUpload, "UploadId", upload.id));
  EXPECT_THAT(s3().upload(other, "key", upload.id), FailsWith(Errc::NoSuchUpload));
  for (const std::string id : {"", "56788", "no/id+at=all"}) {
    EXPECT_THAT(s3().upload(bucket, "key", id), FailsWith(Errc::NoSuchUpload, "UploadId", id));
  }
}

TEST_F(Uploads, WhatTheObjectWillBeIsKeptFromTheBeginning) {
  model::ObjectAttributes attributes;
  attributes.metadata = {{"colour", "blue"}};
  attributes.initiator = "arn:aws:iam::123456789012:user/ann";
  attributes.checksum_algorithm = wire::ChecksumAlgorithm::sha256;
  attributes.checksum_type = model::ChecksumType::composite;
  const Upload begun = s3().create_upload(bucket, "key", attributes, some_time).value();
  const model::Object kept = s3().upload(bucket, "key", begun.id).value().object;
  EXPECT_EQ(kept.attributes().metadata, attributes.metadata);
  EXPECT_EQ(kept.initiator(), attributes.initiator);
  EXPECT_EQ(kept.checksum_algorithm(), attributes.checksum_algorithm);
  EXPECT_EQ(kept.checksum_type(), attributes.checksum_type);
  EXPECT_EQ(kept.last_modified(), some_time);
}

TEST_F(Uploads, APartSentAgainReplacesTheOneOfItsNumber) {
  const Upload upload = begin();
  ASSERT_THAT(put(upload, 7, "first"), Succeeds());
  ASSERT_THAT(put(upload, 7, "second"), Succeeds());
  EXPECT_THAT(numbers_of(upload), ::testing::ElementsAre(7U));
  EXPECT_THAT(choose(upload, {chosen(7, "first")}), FailsWith(Errc::InvalidPart));
  EXPECT_THAT(choose(upload, {chosen(7, "second")}), Succeeds());
}

TEST_F(Uploads, CompletionPutsTheChosenPartsTogetherAndErasesAllOthers) {
  world.space().inline_bytes = 8;  // the last part lies inline, the first does not
  const Upload upload = begin();
  ASSERT_THAT(put(upload, 3, five_mib), Succeeds());
  ASSERT_THAT(put(upload, 5, "unwanted"), Succeeds());
  ASSERT_THAT(put(upload, 10'000, "end"), Succeeds());
  const auto parts = choose(upload, {chosen(3, five_mib), chosen(10'000, "end")}).value();
  const auto stored = complete(upload, parts).value();
  EXPECT_EQ(stored.object.etag(), "whole-2");
  EXPECT_EQ(body_of(s3().get(bucket, "key").value(), 1'000'000), five_mib + "end");
  EXPECT_EQ(leftovers(), 0U);
  EXPECT_THAT(s3().upload(bucket, "key", upload.id), FailsWith(Errc::NoSuchUpload));
}

TEST_F(Uploads, TheObjectSharesTheBytesOfItsParts) {
  world.space().inline_bytes = 0;
  const Upload upload = begin();
  const auto parts = one_part(upload);
  const auto stored = complete(upload, parts).value();
  EXPECT_EQ(stored.object.entry()->blobs().front(), parts.front().object.entry()->blobs().front());
}

TEST_F(Uploads, CompletionMakesOneVersionOnTopOfTheOthers) {
  world.put(bucket, "key", "old").value();
  bucket = s3().configure(bucket, model::BucketConfig::versioning, "Enabled").value();
  const Upload upload = begin();
  const auto stored = complete(upload, one_part(upload)).value();
  EXPECT_EQ(stored.versioning, model::Versioning::enabled);
  EXPECT_TRUE(model::is_version_id(stored.object.version_id()));
  EXPECT_EQ(body_of(s3().get(bucket, "key").value()), "body");
  EXPECT_EQ(body_of(s3().version(bucket, "key", "null").value()), "old");
}

TEST_F(Uploads, PartsAreChosenInAscendingOrder) {
  const Upload upload = begin();
  ASSERT_THAT(put(upload, 1, "a"), Succeeds());
  ASSERT_THAT(put(upload, 2, "b"), Succeeds());
  for (const auto& [first, second] : {std::pair(2U, 1U), std::pair(1U, 1U)}) {
    EXPECT_THAT(choose(upload, {chosen(first, "a"), chosen(second, "a")}),
                FailsWith(Errc::InvalidPartOrder, "UploadId", upload.id));
  }
}

TEST_F(Uploads, AChosenPartMustBeThereWithThatETag) {
  const Upload upload = begin();
  ASSERT_THAT(put(upload, 1, "a"), Succeeds());
  EXPECT_THAT(choose(upload, {chosen(9999, "a")}),
              FailsWith(Errc::InvalidPart, "PartNumber", "9999"));
  EXPECT_THAT(choose(upload, {{1, "ffff"}}), FailsWith(Errc::InvalidPart, "ETag", "ffff"));
  EXPECT_THAT(choose(upload, {chosen(65'537, "a")}), FailsWith(Errc::InvalidPart)) << "mod 2^16";
}

TEST_F(Uploads, AllPartsButTheLastHaveAMinimumSize) {
  const Upload upload = begin();
  const std::string just_short(model::part_bytes_min - 1, 'b');
  ASSERT_THAT(put(upload, 1, five_mib), Succeeds());
  ASSERT_THAT(put(upload, 2, just_short), Succeeds());
  ASSERT_THAT(put(upload, 3, "c"), Succeeds());
  const auto parts = choose(upload, {chosen(1, five_mib), chosen(2, just_short), chosen(3, "c")});
  EXPECT_THAT(parts, FailsWith(Errc::EntityTooSmall, "PartNumber", "2"));
  EXPECT_EQ(parts.error().detail("ProposedSize"), "5242879");
  EXPECT_EQ(parts.error().detail("ETag"), etag_of(just_short));
  EXPECT_THAT(choose(upload, {chosen(1, five_mib), chosen(3, "c")}), Succeeds());
}

TEST_F(Uploads, TheOrderIsJudgedBeforeThePartsAndThePartsBeforeTheirSizes) {
  const Upload upload = begin();
  ASSERT_THAT(put(upload, 1, "small"), Succeeds());
  EXPECT_THAT(choose(upload, {{9, "x"}, chosen(1, "small")}), FailsWith(Errc::InvalidPartOrder));
  EXPECT_THAT(choose(upload, {chosen(1, "small"), {9, "x"}}), FailsWith(Errc::InvalidPart));
}

TEST_F(Uploads, AbortingErasesEverythingOnce) {
  const Upload upload = begin(), other = begin();
  ASSERT_THAT(put(upload, 1, "a"), Succeeds());
  ASSERT_THAT(put(upload, 2, "b"), Succeeds());
  ASSERT_THAT(put(other, 1, "c"), Succeeds());
  EXPECT_THAT(s3().abort_upload(bucket, "key", upload.id), Succeeds());
  EXPECT_EQ(leftovers(), 2U);
  EXPECT_THAT(s3().abort_upload(bucket, "key", upload.id),
              FailsWith(Errc::NoSuchUpload, "UploadId", upload.id));
  EXPECT_THAT(put(upload, 3, "late"), FailsWith(Errc::NoSuchUpload));
}

TEST_F(Uploads, AnUploadOutlivesTheKeyItIsFor) {
  world.put(bucket, "key", "old").value();
  const Upload upload = begin();
  const auto parts = one_part(upload);
  ASSERT_THAT(s3().remove(bucket, {.key = "key"}, some_time), Succeeds());
  EXPECT_THAT(complete(upload, parts), Succeeds());
}

// Who comes between reading and swapping.

TEST_F(Uploads, APartThatComesBehindTheCompletionIsRefused) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] { ASSERT_THAT(complete(upload, parts), Succeeds()); };
  EXPECT_THAT(put(upload, 2, "late"), FailsWith(Errc::NoSuchUpload));
  EXPECT_EQ(leftovers(), 0U);
}

TEST_F(Uploads, APartThatSlipsInBeforeTheCompletionIsErasedBehindIt) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] { ASSERT_THAT(put(upload, 2, "slipped in"), Succeeds()); };
  EXPECT_THAT(complete(upload, parts), Succeeds());
  EXPECT_EQ(leftovers(), 0U);
  EXPECT_EQ(body_of(s3().get(bucket, "key").value()), "body");
}

TEST_F(Uploads, APartReplacedDuringTheCompletionFailsIt) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] { ASSERT_THAT(put(upload, 1, "another"), Succeeds()); };
  EXPECT_THAT(complete(upload, parts), FailsWith(Errc::InvalidPart, "PartNumber", "1"));
  EXPECT_THAT(s3().get(bucket, "key"), FailsWith(Errc::NoSuchKey));
  EXPECT_THAT(numbers_of(upload), ::testing::ElementsAre(1U));
}

TEST_F(Uploads, APartSentAgainDuringTheCompletionWithTheSameBytesIsAsGood) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] { ASSERT_THAT(put(upload, 1, "body"), Succeeds()); };
  EXPECT_THAT(complete(upload, parts), Succeeds());
  EXPECT_EQ(leftovers(), 0U);
}

TEST_F(Uploads, OfTwoCompletionsOneWins) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] { ASSERT_THAT(complete(upload, parts), Succeeds()); };
  EXPECT_THAT(complete(upload, parts), FailsWith(Errc::NoSuchUpload, "UploadId", upload.id));
}

TEST_F(Uploads, WhatAnUploadBecameIsToldWhileItIsCurrent) {
  const Upload upload = begin();
  EXPECT_THAT(s3().completed_upload(bucket, "key", upload.id), FailsWith(Errc::NoSuchUpload));
  const auto stored = complete(upload, one_part(upload)).value();
  EXPECT_EQ(s3().completed_upload(bucket, "key", upload.id).value().etag(), stored.object.etag());
  world.put(bucket, "key", "newer").value();
  EXPECT_THAT(s3().completed_upload(bucket, "key", upload.id),
              FailsWith(Errc::NoSuchUpload, "UploadId", upload.id));
  EXPECT_THAT(s3().completed_upload(bucket, "key", ""), FailsWith(Errc::NoSuchUpload))
      << "an object stored in one piece comes from no upload";
}

TEST_F(Uploads, AnAbortDuringTheCompletionFailsIt) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] {
    ASSERT_THAT(s3().abort_upload(bucket, "key", upload.id), Succeeds());
  };
  EXPECT_THAT(complete(upload, parts), FailsWith(Errc::NoSuchUpload));
  EXPECT_THAT(s3().get(bucket, "key"), FailsWith(Errc::NoSuchKey));
}

TEST_F(Uploads, APartThatSlipsInBeforeAnAbortIsErasedWithTheRest) {
  const Upload upload = begin();
  world.space().before_swap = [&] { ASSERT_THAT(put(upload, 1, "slipped in"), Succeeds()); };
  EXPECT_THAT(s3().abort_upload(bucket, "key", upload.id), Succeeds());
  EXPECT_EQ(leftovers(), 0U);
}

TEST_F(Uploads, AnAbortBehindTheCompletionFindsNothing) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] { ASSERT_THAT(complete(upload, parts), Succeeds()); };
  EXPECT_THAT(s3().abort_upload(bucket, "key", upload.id), FailsWith(Errc::NoSuchUpload));
  EXPECT_THAT(s3().get(bucket, "key"), Succeeds());
}

TEST_F(Uploads, APutDuringTheCompletionIsReplacedByIt) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] { world.put(bucket, "key", "between").value(); };
  EXPECT_THAT(complete(upload, parts), Succeeds());
  EXPECT_EQ(body_of(s3().get(bucket, "key").value()), "body");
  EXPECT_EQ(leftovers(), 0U);
}

TEST_F(Uploads, AWriteThatOtherOnesKeepOutrunningGivesUp) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().always_loses = true;
  EXPECT_EQ(put(upload, 1, "body").error().code(), Errc::ServiceUnavailable);
  EXPECT_EQ(complete(upload, parts).error().code(), Errc::ServiceUnavailable);
  EXPECT_EQ(s3().abort_upload(bucket, "key", upload.id).error().code(), Errc::ServiceUnavailable);
  EXPECT_EQ(s3().create_upload(bucket, "key", {}, some_time).error().code(),
            Errc::ServiceUnavailable);
}

// Conditions of a completion (semantics.md §7).

TEST_F(Uploads, ConditionsAreJudgedWhenTheObjectAppears) {
  world.put(bucket, "key", "old").value();
  const Upload upload = begin();
  const auto parts = one_part(upload);
  EXPECT_THAT(complete(upload, parts, {.must_be_absent = true}),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-None-Match"));
  EXPECT_THAT(complete(upload, parts, {.if_match = "another"}),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-Match"));
  EXPECT_THAT(numbers_of(upload), ::testing::ElementsAre(1U)) << "a refusal ends no upload";
  EXPECT_THAT(complete(upload, parts, {.if_match = etag_of("old")}), Succeeds());
}

TEST_F(Uploads, IfMatchOnNothingFindsNoKey) {
  const Upload upload = begin();
  EXPECT_THAT(complete(upload, one_part(upload), {.if_match = "any"}), FailsWith(Errc::NoSuchKey));
}

TEST_F(Uploads, AConditionOnAKeyPutSinceTheUploadBeganIsAConflict) {
  const Upload upload = begin("key", some_time - std::chrono::seconds(1));
  const auto parts = one_part(upload);
  world.put(bucket, "key", "new").value();
  EXPECT_THAT(complete(upload, parts, {.if_match = etag_of("new")}),
              FailsWith(Errc::ConditionalRequestConflict, "Condition", "If-Match"));
  EXPECT_THAT(complete(upload, parts), Succeeds()) << "without a condition nothing is asked";
}

TEST_F(Uploads, AConditionOnAKeyDeletedSinceTheUploadBeganIsAConflict) {
  world.put(bucket, "key", "old").value();
  const Upload upload = begin();
  const auto parts = one_part(upload);
  ASSERT_THAT(s3().remove(bucket, {.key = "key"}, some_time), Succeeds());
  EXPECT_THAT(complete(upload, parts, {.must_be_absent = true}),
              FailsWith(Errc::ConditionalRequestConflict, "Key", "key"));
}

TEST_F(Uploads, ADeleteMarkerPutSinceTheUploadBeganIsAConflictToo) {
  bucket = s3().configure(bucket, model::BucketConfig::versioning, "Enabled").value();
  const Upload upload = begin("key", some_time - std::chrono::seconds(1));
  const auto parts = one_part(upload);
  ASSERT_THAT(s3().remove(bucket, {.key = "key"}, some_time), Succeeds());
  EXPECT_THAT(complete(upload, parts, {.must_be_absent = true}),
              FailsWith(Errc::ConditionalRequestConflict, "Condition", "If-None-Match"));
}

// Buckets that go.

TEST_F(Uploads, UploadsDoNotKeepABucketAndVanishWithIt) {
  const Upload upload = begin();
  ASSERT_THAT(put(upload, 1, "a"), Succeeds());
  EXPECT_THAT(s3().delete_bucket("bucket"), Succeeds());
  EXPECT_EQ(leftovers(), 0U);
  EXPECT_THAT(put(upload, 2, "b"), FailsWith(Errc::NoSuchUpload));
  EXPECT_EQ(s3().create_upload(bucket, "key", {}, some_time).error().code(), Errc::NoSuchBucket);
}

TEST_F(Uploads, NoUploadBeginsInABucketThatHasJustGone) {
  world.space().before_swap = [&] { ASSERT_THAT(s3().delete_bucket("bucket"), Succeeds()); };
  EXPECT_THAT(s3().create_upload(bucket, "key", {}, some_time),
              FailsWith(Errc::NoSuchBucket, "BucketName", "bucket"));
  EXPECT_EQ(leftovers(), 0U);
}

TEST_F(Uploads, ACompletionIntoABucketThatHasJustGoneIsRefused) {
  const Upload upload = begin();
  const auto parts = one_part(upload);
  world.space().before_swap = [&] { ASSERT_THAT(s3().delete_bucket("bucket"), Succeeds()); };
  EXPECT_THAT(complete(upload, parts), FailsWith(Errc::NoSuchBucket));
  EXPECT_EQ(leftovers(), 0U);
}

TEST_F(Uploads, AnUploadBegunWhileTheBucketChangesBeginsAllTheSame) {
  world.space().before_swap = [&] {
    s3().configure(bucket, model::BucketConfig::versioning, "Enabled").value();
  };
  EXPECT_THAT(s3().create_upload(bucket, "key", {}, some_time), Succeeds());
}

TEST_F(Uploads, TidyingErasesWhatACrashLeftAndNothingElse) {
  const Upload open = begin("open"), broken = begin("broken");
  ASSERT_THAT(put(open, 1, "a"), Succeeds());
  ASSERT_THAT(put(broken, 1, "b"), Succeeds());
  const model::Bucket going = world.make_bucket("going");
  ASSERT_THAT(s3().create_upload(going, "key", {}, some_time), Succeeds());
  const auto erase = [&](const std::string& row) {
    const store::Change change[] = {{row, world.space().read(row).value(), nullptr}};
    ASSERT_TRUE(world.space().swap(change).value());
  };
  const std::string rows = model::rows_of_key(model::RowFamily::uploads, bucket.id, "broken");
  const auto cursor = world.space().range().value();
  cursor->seek(rows);
  erase(std::string(cursor->key()));
  erase(model::bucket_row("going"));
  ASSERT_EQ(leftovers(), 4U);
  EXPECT_THAT(s3().tidy(), Succeeds());
  EXPECT_EQ(leftovers(), 2U);
  EXPECT_THAT(numbers_of(open), ::testing::ElementsAre(1U));
}

TEST_F(Uploads, AThousandPartsAndMoreAreErased) {
  const Upload upload = begin();
  for (unsigned number = 1; number <= 1'100; ++number) {
    ASSERT_THAT(put(upload, number, "x"), Succeeds());
  }
  EXPECT_THAT(s3().abort_upload(bucket, "key", upload.id), Succeeds());
  EXPECT_EQ(leftovers(), 0U);
}

}  // namespace
}  // namespace pail::testing
