// Many threads on one world: rules that must hold whatever the interleaving. Run under the tsan
// preset these are the race tests as well.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <vector>

#include "emulator/model/model.hpp"
#include "tests/model/model_test_world.hpp"
#include "tests/support/threads.hpp"

namespace pail::model {
namespace {

using pail::testing::on_threads;
using testing::body_of;
using testing::some_owner;
using testing::some_time;
using wire::Errc;

// As ModelTestWorld, without the hook: that belongs to one thread.
class ConcurrencyTest : public ::testing::Test {
 protected:
  Bucket make_bucket() {
    return model_.create_bucket("bucket", some_owner, "us-east-1", some_time).value();
  }

  Result<Object> put(const Bucket& bucket, std::string_view key, std::string_view body,
                     const WriteConditions& conditions = {}) {
    ObjectAttributes attributes;
    attributes.etag = wire::to_hex(wire::md5(wire::as_bytes(body)));
    Incoming incoming = model_.incoming();
    incoming.write(wire::as_bytes(body)).value();
    PAIL_TRY(auto stored,
             model_.put(bucket, key, attributes, std::move(incoming), conditions, some_time));
    return std::move(stored.object);
  }

  void remove(const Bucket& bucket, std::string_view key) {
    model_.remove(bucket, {.key = key}, some_time).value();
  }

  std::unique_ptr<store::Engine> engine_ = store::make_memory_engine();
  std::unique_ptr<store::Space> space_ = engine_->open("world").value();
  wire::SystemRandom random_;
  Model model_{*space_, random_};
};

TEST_F(ConcurrencyTest, OfAHundredCreationsOfOneNameExactlyOneCreates) {
  std::atomic<int> created = 0, refused = 0;
  on_threads(100, [&](int) {
    const auto result = model_.create_bucket("bucket", some_owner, "us-east-1", some_time);
    if (result.has_value()) {
      ++created;
    } else if (result.error().code() == Errc::BucketAlreadyOwnedByYou) {
      ++refused;
    }
  });
  EXPECT_EQ(created, 1);
  EXPECT_EQ(refused, 99);
}

TEST_F(ConcurrencyTest, EveryBucketHasAnIdOfItsOwn) {
  constexpr int count = 32;
  std::vector<std::uint64_t> ids(count);
  on_threads(count, [&](int i) {
    const std::string name = "bucket-" + std::to_string(i);
    ids[static_cast<std::size_t>(i)] =
        model_.create_bucket(name, some_owner, "us-east-1", some_time).value().id;
  });
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
}

TEST_F(ConcurrencyTest, OfManyPutsThatMustBeFirstOneIs) {
  const Bucket bucket = make_bucket();
  constexpr int rounds = 50;
  for (int round = 0; round < rounds; ++round) {
    const std::string key = "key-" + std::to_string(round);
    std::atomic<int> winner = -1;
    std::atomic<int> won = 0, refused = 0;
    on_threads(32, [&](int i) {
      const auto result = put(bucket, key, std::to_string(i), {.must_be_absent = true});
      if (result.has_value()) {
        winner = i;
        ++won;
      } else if (result.error().code() == Errc::PreconditionFailed) {
        ++refused;
      }
    });
    ASSERT_EQ(won, 1);
    ASSERT_EQ(refused, 31);
    EXPECT_EQ(body_of(model_.get(bucket, key).value()), std::to_string(winner));
  }
}

TEST_F(ConcurrencyTest, NoUpdateIsLostBetweenWritersThatAskForWhatTheyRead) {
  const Bucket bucket = make_bucket();
  put(bucket, "counter", "0").value();
  constexpr int threads = 8, steps = 50;
  on_threads(threads, [&](int) {
    for (int done = 0; done < steps;) {
      const Object before = model_.get(bucket, "counter").value();
      const std::string next = std::to_string(std::stoi(body_of(before)) + 1);
      const WriteConditions same{.if_match = std::string(before.etag())};
      if (put(bucket, "counter", next, same).has_value()) ++done;
    }
  });
  EXPECT_EQ(body_of(model_.get(bucket, "counter").value()), std::to_string(threads * steps));
}

TEST_F(ConcurrencyTest, AnAcknowledgedPutNeverVanishesWithItsBucket) {
  make_bucket();
  constexpr int enough = 200;
  std::atomic<int> acknowledged = 0, deleted = 0, vanished = 0, other_errors = 0;
  const auto expect = [&](const wire::Error& error, std::initializer_list<Errc> allowed) {
    if (std::find(allowed.begin(), allowed.end(), error.code()) == allowed.end()) ++other_errors;
  };
  // Each writer has a key of its own that nobody else removes.
  const auto write = [&](const std::string& key) {
    const auto bucket = model_.bucket("bucket");
    if (bucket.has_error()) return expect(bucket.error(), {Errc::NoSuchBucket});
    const auto stored = put(bucket.value(), key, "body");
    if (stored.has_error()) return expect(stored.error(), {Errc::NoSuchBucket});
    ++acknowledged;
    const auto now = model_.bucket("bucket");
    const bool stands = now.has_value() && now.value().id == bucket.value().id;
    if (!stands || model_.get(bucket.value(), key).has_error()) ++vanished;
    remove(bucket.value(), key);
  };
  const auto remove = [&] {
    const auto result = model_.delete_bucket("bucket");
    if (result.has_error()) {
      return expect(result.error(),
                    {Errc::BucketNotEmpty, Errc::NoSuchBucket, Errc::OperationAborted});
    }
    ++deleted;
    make_bucket();
  };
  on_threads(4, [&](int i) {
    while (acknowledged < enough || deleted < enough) {
      if (i % 2 == 0) {
        write("key-" + std::to_string(i));
      } else {
        remove();
      }
    }
  });
  EXPECT_EQ(vanished, 0);
  EXPECT_EQ(other_errors, 0);
}

TEST_F(ConcurrencyTest, ReadersSeeWholeObjectsOnly) {
  const Bucket bucket = make_bucket();
  // Each body is one letter over and over, small ones inside the row and large ones in a blob, so
  // that a mix of two would show.
  const std::size_t sizes[] = {10, 4 * space_->inline_bytes_max()};
  const auto write = [&](int i) {
    const std::string body(sizes[i % 2], static_cast<char>('a' + i % 26));
    put(bucket, "key", body).value();
  };
  write(0);
  std::atomic<bool> done = false;
  on_threads(6, [&](int i) {
    if (i < 2) {
      for (int n = 0; n < 200; ++n) write(i + 2 * n);
      done = true;
      return;
    }
    while (!done) {
      const Object object = model_.get(bucket, "key").value();
      const std::string body = body_of(object, 65'536);
      ASSERT_EQ(body, std::string(body.size(), body.front()));
      ASSERT_EQ(wire::to_hex(wire::md5(wire::as_bytes(body))), object.etag());
    }
  });
}

TEST_F(ConcurrencyTest, NoVersionIsLostOrSeenTwiceWhateverWritersDo) {
  const Bucket unversioned = make_bucket();
  const Bucket bucket = model_.configure(unversioned, BucketConfig::versioning, "Enabled").value();
  constexpr int threads = 6, steps = 150;
  std::vector<std::set<std::string>> kept(threads);
  // Each puts versions and markers on the one key, and takes every second of its own away again.
  on_threads(threads, [&](int i) {
    std::set<std::string>& mine = kept[static_cast<std::size_t>(i)];
    for (int n = 0; n < steps; ++n) {
      const std::string id =
          n % 3 == 0 ? model_.remove(bucket, {.key = "key"}, some_time).value().version_id
                     : std::string(put(bucket, "key", "body").value().version_id());
      mine.insert(id);
      ASSERT_TRUE(model_.version(bucket, "key", id).has_value());
      if (n % 2 == 0) continue;
      model_.remove(bucket, {.key = "key", .version_id = *mine.begin()}, some_time).value();
      mine.erase(mine.begin());
    }
  });
  std::set<std::string> expected;
  for (const auto& ids : kept) expected.insert(ids.begin(), ids.end());
  const VersionPage page = model_.list_versions(bucket, {}).value();
  std::set<std::string> seen;
  for (const auto& listed : page.versions) {
    const std::string id(listed.version.version_id());
    EXPECT_TRUE(seen.insert(id).second) << "listed twice";
    EXPECT_EQ(listed.is_latest, seen.size() == 1);
    EXPECT_TRUE(model_.version(bucket, "key", id).has_value());
  }
  EXPECT_EQ(seen, expected);
}

TEST_F(ConcurrencyTest, OneNullVersionAtMostWhileVersioningIsSwitched) {
  const Bucket unversioned = make_bucket();
  std::atomic<int> writers = 4;
  on_threads(6, [&](int i) {
    if (i < 4) {
      for (int n = 0; n < 200; ++n) {
        // A bucket read long ago must do no harm.
        if (n % 3 == 0) remove(unversioned, "key");
        if (n % 3 != 0) put(unversioned, "key", "body").value();
      }
      --writers;
      return;
    }
    while (writers > 0 && i == 4) {
      model_.configure(unversioned, BucketConfig::versioning, "Enabled").value();
      model_.configure(unversioned, BucketConfig::versioning, "Suspended").value();
    }
    while (writers > 0 && i == 5) {
      const VersionPage page = model_.list_versions(unversioned, {.versions_max = 10'000}).value();
      const auto nulls = std::count_if(
          page.versions.begin(), page.versions.end(),
          [](const auto& listed) { return listed.version.version_id() == null_version; });
      ASSERT_LE(nulls, 1);
    }
  });
}

TEST_F(ConcurrencyTest, APageShowsOneMoment) {
  const Bucket bucket = make_bucket();
  // The pair moves from name to name by two steps: first the new, then the old is removed. A page
  // that mixes moments could miss both.
  put(bucket, "key-0", "").value();
  std::atomic<bool> done = false;
  on_threads(3, [&](int i) {
    if (i == 0) {
      for (int n = 0; n < 500; ++n) {
        put(bucket, "key-" + std::to_string((n + 1) % 7), "").value();
        remove(bucket, "key-" + std::to_string(n % 7));
      }
      done = true;
      return;
    }
    while (!done) {
      const std::size_t seen = model_.list(bucket, {}).value().objects.size();
      ASSERT_GE(seen, 1U);
      ASSERT_LE(seen, 2U);
    }
  });
}

}  // namespace
}  // namespace pail::model
