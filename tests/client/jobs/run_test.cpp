#include "client/jobs/run.hpp"

#include <gmock/gmock.h>

#include "client/jobs/sources.hpp"
#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::jobs {
namespace {

using testing::ElementsAre;

class Running : public transfer::TransferTest {
 protected:
  // Copies of "a/NUMBER" to "b/NUMBER", those of a page together.
  Feed<Job>::More copies(unsigned pages, unsigned of_each) {
    return [this, pages, of_each, page = 0U]() mutable { return next_page(page, pages, of_each); };
  }
  Task<std::vector<Job>> next_page(unsigned& page, unsigned pages, unsigned of_each) {
    std::vector<Job> jobs;
    begun_before_.push_back(done + failed);
    if (page == pages) co_return jobs;
    for (unsigned i = 0; i < of_each; ++i) {
      const std::string name = std::to_string(page * of_each + i);
      jobs.push_back({There{"bucket", "a/" + name, {}}, There{"bucket", "b/" + name, {}}, 1});
    }
    ++page;
    co_return jobs;
  }
  void put_many(unsigned count) {
    for (unsigned i = 0; i < count; ++i) put_text(s3, "bucket", "a/" + std::to_string(i), "x");
  }
  std::vector<std::string> keys() {
    std::vector<std::string> all;
    for (const ObjectEntry& object : must(s3.list_objects("bucket")).objects) {
      all.push_back(object.key);
    }
    return all;
  }
  Result<void> carry(Feed<Job>::More jobs) {
    return s3.wait(run(s3.async(), std::move(jobs), options, watcher));
  }

  unsigned done = 0;
  unsigned failed = 0;
  Options options;
  Watcher watcher{[this](const Job&, const Moved&) { ++done; },
                  [this](const Job&, const wire::Error&) { ++failed; },
                  {}};
  std::vector<unsigned> begun_before_;  // how much was over when the next page was asked for
};

TEST_F(Running, APageIsAskedForWhenFewOfThoseBeforeAreLeft) {
  constexpr unsigned page_size = 200;
  put_many(3 * page_size);
  options.parallel = 4;
  must(carry(copies(3, page_size)));
  EXPECT_EQ(done, 3 * page_size);
  ASSERT_EQ(begun_before_.size(), 4U);
  EXPECT_EQ(begun_before_[0], 0U);
  for (unsigned page = 1; page < 4; ++page) {
    EXPECT_GE(begun_before_[page] + options.parallel + Feed<Job>::little, page * page_size)
        << "page " << page;
    EXPECT_LT(begun_before_[page], page * page_size) << "nobody waits for a page";
  }
}

TEST_F(Running, OfAMoveTheSourceGoesOnlyWhenItsCopyIsThere) {
  put_many(3);
  fault(
      R"({"match":{"operation":"CopyObject","key_prefix":"b/1"},"then":{"error":"AccessDenied"}})");
  options.move = true;
  must(carry(copies(1, 3)));
  EXPECT_EQ(done, 2U);
  EXPECT_EQ(failed, 1U);
  EXPECT_THAT(keys(), ElementsAre("a/1", "b/0", "b/2"));
}

}  // namespace
}  // namespace pail::client::jobs
