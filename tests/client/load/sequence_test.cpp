#include "client/load/sequence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "client/load/bodies.hpp"
#include "client/load/draw.hpp"

namespace pail::client::load {
namespace {

Plan plan_of(Job job, std::uint64_t objects = 100) {
  Plan plan;
  plan.job = job;
  plan.objects = objects;
  plan.sizes = Sizes(std::vector<Sizes::Range>{{1024, 1048576, 1}});
  plan.seed = 7;
  return plan;
}

bool same(const Step& a, const Step& b) {
  return a.kind == b.kind && a.object == b.object && a.bytes == b.bytes && a.offset == b.offset;
}

TEST(SizesTest, AFixedSizeIsThatSize) {
  const Sizes sizes(65536);
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_EQ(sizes.of(mixed_bits(i)), 65536u);
}

TEST(SizesTest, ARangeIsSpreadEvenlyByTheLogarithm) {
  const Sizes sizes(std::vector<Sizes::Range>{{1024, 1048576, 1}});
  unsigned below_middle = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const std::uint64_t size = sizes.of(mixed_bits(i));
    ASSERT_GE(size, 1024u);
    ASSERT_LE(size, 1048576u);
    if (size < 32768) ++below_middle;  // the geometric mean
  }
  EXPECT_NEAR(below_middle, 5000, 200);
}

TEST(SizesTest, WeightsAreKept) {
  const Sizes sizes(std::vector<Sizes::Range>{{1, 1, 70}, {2, 2, 25}, {3, 3, 5}, {4, 4, 0}});
  std::map<std::uint64_t, int> counts;
  for (std::uint64_t i = 0; i < 10'000; ++i) ++counts[sizes.of(mixed_bits(i))];
  EXPECT_NEAR(counts[1], 7000, 200);
  EXPECT_NEAR(counts[2], 2500, 200);
  EXPECT_NEAR(counts[3], 500, 100);
  EXPECT_EQ(counts.count(4), 0u);
  EXPECT_EQ(sizes.greatest(), 4u);
}

TEST(SizesTest, NothingIsASize) {
  const Sizes sizes(std::vector<Sizes::Range>{{0, 10, 1}});
  std::set<std::uint64_t> found;
  for (std::uint64_t i = 0; i < 1000; ++i) found.insert(sizes.of(mixed_bits(i)));
  EXPECT_EQ(*found.begin(), 0u);
  EXPECT_LE(*found.rbegin(), 10u);
}

TEST(SequenceTest, TheSameSeedIsTheSameSequenceAndAnotherIsNot) {
  for (const Job job : {Job::put, Job::get, Job::list, Job::mixed, Job::multipart}) {
    Plan plan = plan_of(job, 5000);
    const Sequence one(plan);
    const Sequence again(plan);
    plan.seed = 8;
    const Sequence other(plan);
    bool differs = false;
    for (std::uint64_t i = 0; i < 1000; ++i) {
      EXPECT_TRUE(same(one.at(i), again.at(i)));
      differs = differs || !same(one.at(i), other.at(i));
    }
    EXPECT_TRUE(differs);
  }
}

TEST(SequenceTest, PutsGoThroughTheKeysInTurnWithOtherBytesEachTime) {
  const Sequence sequence(plan_of(Job::put));
  EXPECT_EQ(sequence.at(0).object, 0u);
  EXPECT_EQ(sequence.at(99).object, 99u);
  EXPECT_EQ(sequence.at(100).object, 0u);
  EXPECT_NE(sequence.at(0).offset, sequence.at(100).offset);
}

TEST(SequenceTest, ReadsAskForAnyObjectThereIs) {
  const Sequence sequence(plan_of(Job::get));
  std::set<std::uint64_t> asked;
  for (std::uint64_t i = 0; i < 2000; ++i) asked.insert(sequence.at(i).object);
  EXPECT_EQ(asked.size(), 100u);
  EXPECT_EQ(*asked.rbegin(), 99u);
}

TEST(SequenceTest, EachObjectIsDeletedOnce) {
  const Sequence sequence(plan_of(Job::remove));
  std::set<std::uint64_t> deleted;
  for (std::uint64_t i = 0; i < 100; ++i) deleted.insert(sequence.at(i).object);
  EXPECT_EQ(deleted.size(), 100u);
  EXPECT_EQ(*deleted.rbegin(), 99u);
  EXPECT_GE(sequence.at(Sequence::warm_up_begin).object, 100u) << "a warm-up takes none of them";
}

TEST(SequenceTest, APageIsFullWhereverThereIsOne) {
  const Sequence sequence(plan_of(Job::list, 2500));
  for (std::uint64_t i = 0; i < 1000; ++i) EXPECT_LE(sequence.at(i).object, 1500u);
  EXPECT_EQ(Sequence(plan_of(Job::list, 10)).at(3).object, 0u);
}

TEST(SequenceTest, AMixKeepsItsWeightsAndItsReadsFindWhatWasPrepared) {
  Plan plan = plan_of(Job::mixed);
  plan.mix = {2, 8, 4, 2, 2};
  const Sequence sequence(plan);
  std::map<Kind, int> counts;
  std::set<std::uint64_t> stored;
  for (std::uint64_t i = 0; i < 900; ++i) {
    const Step step = sequence.at(i);
    ++counts[step.kind];
    switch (step.kind) {
      case Kind::put:
        EXPECT_GE(step.object, 100u);
        stored.insert(step.object);
        break;
      case Kind::remove:
        EXPECT_EQ(stored.erase(step.object), 1u) << "only what was written before";
        break;
      default:
        EXPECT_LT(step.object, 100u);
    }
  }
  EXPECT_EQ(counts[Kind::put], 100);
  EXPECT_EQ(counts[Kind::get], 400);
  EXPECT_EQ(counts[Kind::head], 200);
  EXPECT_EQ(counts[Kind::list], 100);
  EXPECT_EQ(counts[Kind::remove], 100);
}

TEST(SequenceTest, AMixIsSpreadEvenly) {
  Plan plan = plan_of(Job::mixed);
  plan.mix = {1, 4, 0, 0, 0};
  const Sequence sequence(plan);
  for (std::uint64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(sequence.at(i).kind == Kind::put, i % 5 == 2) << i;
  }
}

TEST(BodiesTest, TheSameSeedIsTheSameBytes) {
  const Bodies one(7);
  const Bodies again(7);
  const Bodies other(8);
  EXPECT_EQ(one.body(5, 100).front(), again.body(5, 100).front());
  EXPECT_NE(one.body(5, 100).front(), other.body(5, 100).front());
}

TEST(BodiesTest, AnUploadIsTheBytesThatALoadSends) {
  const Bodies bodies(7);
  const std::uint64_t size = Bodies::block_bytes + 1000;
  const auto upload = bodies.upload(500, size);
  EXPECT_EQ(upload->size(), size);
  for (int again = 0; again < 2; ++again) {
    net::LoadBody sent = bodies.body(500, size);
    std::string read;
    for (auto piece = upload->next(300'000).value(); !piece.empty();
         piece = upload->next(300'000).value()) {
      read += wire::as_text(piece);
    }
    std::string expected;
    for (; sent.bytes > 0; sent.advance(sent.front().size())) expected += sent.front();
    EXPECT_TRUE(read == expected);
    EXPECT_TRUE(upload->rewind().value());
  }
}

}  // namespace
}  // namespace pail::client::load
