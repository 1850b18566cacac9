// Large bodies, both ways: byte-identical, in pieces, with progress.
#include <gtest/gtest.h>

#include <random>

#include "tests/client/once_body.hpp"
#include "tests/client/stage.hpp"
#include "tests/client/temporary_folder.hpp"
#include "wire/digest.hpp"

namespace pail::client {
namespace {

constexpr std::uint64_t large_bytes = 64 * 1024 * 1024;

// Pseudo-random bytes that are nowhere in memory as a whole.
class GeneratedBody final : public Body {
 public:
  std::uint64_t size() const noexcept override { return large_bytes; }
  Result<bool> rewind() override {
    engine_.seed(1);
    at_ = 0;
    hash = {};
    return true;
  }
  Result<net::Bytes> next(std::size_t bytes_max) override {
    largest_request = std::max(largest_request, bytes_max);
    const auto count =
        std::min<std::uint64_t>({bytes_max, words_.size() * sizeof(words_[0]), large_bytes - at_});
    for (auto& word : words_) word = engine_();
    at_ += count;
    const net::Bytes piece =
        std::as_bytes(std::span(words_)).first(static_cast<std::size_t>(count));
    hash.update(piece);
    return piece;
  }

  wire::Sha256 hash;
  std::size_t largest_request = 0;

 private:
  std::mt19937_64 engine_{1};
  std::array<std::uint64_t, 8192> words_{};
  std::uint64_t at_ = 0;
};

class HashSink final : public Sink {
 public:
  Result<void> write(net::Bytes piece) override {
    largest_piece = std::max(largest_piece, piece.size());
    hash.update(piece);
    return wire::ok();
  }
  wire::Sha256 hash;
  std::size_t largest_piece = 0;
};

// What a progress callback must do: never go back, and end at the end.
struct Watch {
  std::uint64_t last = 0;
  std::uint64_t total = 0;
  std::size_t calls = 0;
  Progress callback() {
    return [this](std::uint64_t done, std::uint64_t of) {
      EXPECT_GE(done, last);
      last = done;
      total = of;
      ++calls;
    };
  }
};

class Streaming : public ::testing::TestWithParam<Signature> {
 protected:
  Streaming() { must(s3.create_bucket("bucket")); }
  Stage stage;
  BlockingClient s3{stage.config(GetParam()), stage.clock};
};

INSTANTIATE_TEST_SUITE_P(, Streaming, ::testing::Values(Signature::v2, Signature::v4),
                         [](const auto& test) {
                           return test.param == Signature::v2 ? "v2" : "v4";
                         });

TEST_P(Streaming, ALargeBodyTravelsInPiecesAndIsTheSameAfterwards) {
  constexpr std::size_t piece_bytes_max = 4 * 1024 * 1024;
  GeneratedBody body;
  Watch up;
  PutOptions put_options;
  put_options.progress = up.callback();
  must(s3.put_object("bucket", "large", body, put_options));
  EXPECT_LE(body.largest_request, piece_bytes_max);
  EXPECT_EQ(up.last, large_bytes);
  EXPECT_EQ(up.total, large_bytes);
  EXPECT_GT(up.calls, 10U);

  HashSink sink;
  Watch down;
  GetOptions get_options;
  get_options.progress = down.callback();
  const ObjectInfo info = must(s3.get_object("bucket", "large", sink, get_options));
  EXPECT_EQ(info.size, large_bytes);
  EXPECT_LE(sink.largest_piece, piece_bytes_max);
  EXPECT_EQ(down.last, large_bytes);
  EXPECT_EQ(down.total, large_bytes);
  EXPECT_GT(down.calls, 10U);
  EXPECT_EQ(sink.hash.finish(), body.hash.finish());
}

TEST_P(Streaming, AFileGoesUpAndComesDownTheSame) {
  const TemporaryFolder folder;
  std::string content(3 * 1024 * 1024 + 11, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 31 % 251);
  const auto body = must(file_body(folder.write("up", content)));
  must(s3.put_object("bucket", "file", *body));
  const auto sink = must(FileSink::create(folder / "down"));
  must(s3.get_object("bucket", "file", *sink));
  must(sink->commit());
  EXPECT_EQ(folder.read("down"), content);
}

TEST_P(Streaming, SizesAroundTheLimitsAreWhole) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, body_in_memory_max - 1, body_in_memory_max,
        body_in_memory_max + 1, 2 * body_in_memory_max}) {
    SCOPED_TRACE(size);
    put_text(s3, "bucket", "k", std::string(size, 'x'));
    EXPECT_EQ(get_text(s3, "bucket", "k"), std::string(size, 'x'));
  }
}

// Changes between the two times it is read, as a log file would.
class ChangingBody final : public Body {
 public:
  std::uint64_t size() const noexcept override { return text_.size(); }
  Result<bool> rewind() override {
    at_ = 0;
    text_.front() = static_cast<char>(text_.front() + 1);
    return true;
  }
  Result<net::Bytes> next(std::size_t bytes_max) override {
    const net::Bytes piece = wire::as_bytes(std::string_view(text_).substr(at_, bytes_max));
    at_ += piece.size();
    return piece;
  }

 private:
  std::string text_ = std::string(2 * body_in_memory_max, 'a');
  std::size_t at_ = 0;
};

TEST(StreamedBodies, Version4ReadsAFileOnceSoThatItMayChangeMeanwhile) {
  Stage stage;
  BlockingClient s3(stage.config(Signature::v4), stage.clock);
  must(s3.create_bucket("bucket"));
  ChangingBody body;
  must(s3.put_object("bucket", "k", body));
  EXPECT_EQ(must(s3.head_object("bucket", "k")).size, body.size());
}

TEST(StreamedBodies, Version2ReadsAFileForItsChecksumFirstAndNoticesAChange) {
  Stage stage;
  BlockingClient s3(stage.config(Signature::v2), stage.clock);
  must(s3.create_bucket("bucket"));
  ChangingBody body;
  EXPECT_EQ(code_of(s3.put_object("bucket", "k", body)), "BadDigest");
  EXPECT_EQ(code_of(s3.head_object("bucket", "k")), "NoSuchKey");
}

TEST(StreamedBodies, WhatCanBeReadOnceIsSentWithoutAHash) {
  Stage stage;
  BlockingClient s3(stage.config(Signature::v4), stage.clock);
  must(s3.create_bucket("bucket"));
  OnceBody body;
  must(s3.put_object("bucket", "k", body));
  EXPECT_EQ(get_text(s3, "bucket", "k"), std::string(2 * body_in_memory_max, 's'));
}

}  // namespace
}  // namespace pail::client
