// Transfers that end in the middle, and what the same ones do when they are begun again.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "client/transfer/manifest.hpp"
#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::transfer {
namespace {

constexpr std::size_t mib = 1024 * 1024;

class Resumed : public TransferTest {
 protected:
  UploadOptions up_noted() {
    UploadOptions options = up();
    options.manifest = folder / "note";
    options.parallel = 1;
    return options;
  }
  DownloadOptions down_noted() {
    DownloadOptions options = down();
    options.manifest = folder / "note";
    options.parallel = 1;
    return options;
  }
};

TEST_F(Resumed, UploadSendsOnlyWhatIsMissing) {
  const std::string text = random_text(4 * part + 5);
  const std::string path = folder.write("a", text);
  fault(R"({"match": {"operation": "UploadPart"}, "when": {"skip": 2},
            "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(upload(path, up_noted())), "AccessDenied");
  EXPECT_EQ(open_uploads(), 1u) << "kept, to go on from";
  world().faults().clear();
  forget();
  const auto sent = upload(path, up_noted());
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_EQ(sent.value().parts, 5u);
  EXPECT_EQ(sent.value().parts_resumed, 2u);
  EXPECT_EQ(asked("UploadPart"), 3u);
  EXPECT_EQ(asked("CreateMultipartUpload"), 0u);
  EXPECT_TRUE(stored() == text);
  EXPECT_FALSE(must(load_manifest(folder / "note"))) << "gone after a success";
}

TEST_F(Resumed, PartThatIsNotWhatTheFileHoldsIsSentAgain) {
  const std::string path = folder.write("a", random_text(3 * part));
  fault(R"({"match": {"operation": "UploadPart"}, "when": {"skip": 2},
            "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(upload(path, up_noted())), "AccessDenied");
  world().faults().clear();
  // Somebody else sends another first part to the same upload.
  const auto note = must(load_manifest(folder / "note"));
  const auto body = text_body(random_text(part, 7));
  must(s3.upload_part("bucket", "key", {note->upload_id, 1}, *body));
  const auto sent = upload(path, up_noted());
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_EQ(sent.value().parts_resumed, 1u);
  EXPECT_TRUE(stored() == folder.read("a"));
}

TEST_F(Resumed, FileThatChangedIsSentAnew) {
  const std::string path = folder.write("a", random_text(3 * part, 1));
  fault(R"({"match": {"operation": "UploadPart"}, "when": {"skip": 2},
            "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(upload(path, up_noted())), "AccessDenied");
  world().faults().clear();
  folder.write("a", random_text(3 * part + 1, 2));
  const auto sent = upload(path, up_noted());
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_EQ(sent.value().parts_resumed, 0u);
  EXPECT_TRUE(stored() == folder.read("a"));
}

TEST_F(Resumed, UploadThatTheServerForgotIsBegunAnew) {
  const std::string path = folder.write("a", random_text(3 * part));
  fault(R"({"match": {"operation": "UploadPart"}, "when": {"skip": 2},
            "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(upload(path, up_noted())), "AccessDenied");
  world().faults().clear();
  const auto note = must(load_manifest(folder / "note"));
  must(s3.call(ops::abort_multipart_upload("bucket", "key", note->upload_id)));
  ASSERT_TRUE(upload(path, up_noted()));
  EXPECT_TRUE(stored() == folder.read("a"));
}

TEST_F(Resumed, WhatIsNoManifestIsNotOverwritten) {
  folder.write("note", "my shopping list");
  EXPECT_EQ(code_of(upload(folder.write("a", random_text(2 * part)), up_noted())),
            "InvalidArgument");
  EXPECT_EQ(folder.read("note"), "my shopping list");
  EXPECT_EQ(open_uploads(), 0u);
}

TEST_F(Resumed, DownloadFetchesOnlyWhatIsMissing) {
  const std::string text = random_text(6 * mib + 17);
  put_text(s3, "bucket", "key", text);
  fault(R"({"match": {"operation": "GetObject"}, "when": {"skip": 3},
            "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(download(folder / "a", down_noted())), "AccessDenied");
  world().faults().clear();
  forget();
  const auto got = download(folder / "a", down_noted());
  ASSERT_TRUE(got) << wire::describe(got.error());
  EXPECT_EQ(asked("GetObject"), 4u);
  EXPECT_TRUE(folder.read("a") == text);
  EXPECT_EQ(folder.file_count(), 1u) << "neither manifest nor data is left";
}

TEST_F(Resumed, RangeThatTheDiskLostIsFetchedAgain) {
  const std::string text = random_text(6 * mib);
  put_text(s3, "bucket", "key", text);
  fault(R"({"match": {"operation": "GetObject"}, "when": {"skip": 3},
            "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(download(folder / "a", down_noted())), "AccessDenied");
  world().faults().clear();
  std::string data = folder.read("a.pail-part");
  ASSERT_EQ(data.size(), text.size());
  data[100] ^= 1;
  folder.write("a.pail-part", data);
  forget();
  ASSERT_TRUE(download(folder / "a", down_noted()));
  EXPECT_EQ(asked("GetObject"), 4u);
  EXPECT_TRUE(folder.read("a") == text);
}

TEST_F(Resumed, ObjectThatChangedIsFetchedAnew) {
  put_text(s3, "bucket", "key", random_text(6 * mib, 1));
  fault(R"({"match": {"operation": "GetObject"}, "when": {"skip": 3},
            "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(download(folder / "a", down_noted())), "AccessDenied");
  world().faults().clear();
  const std::string text = random_text(6 * mib, 2);
  put_text(s3, "bucket", "key", text);
  forget();
  ASSERT_TRUE(download(folder / "a", down_noted()));
  EXPECT_EQ(asked("GetObject"), 6u);
  EXPECT_TRUE(folder.read("a") == text);
}

// Runs what `start` begins until the server has had so many such requests: then the loop and all
// that it runs are gone, as when the process is killed.
template <class Start>
void run_until_killed(Start start, const std::function<bool()>& is_time) {
  boost::asio::io_context loop{1};
  bool over = false;
  boost::asio::co_spawn(loop, start(loop), [&](std::exception_ptr) { over = true; });
  while (!over && !is_time() && loop.run_one() > 0) {
  }
  EXPECT_FALSE(over) << "it was done before it could be killed";
}

boost::asio::awaitable<void> upload_of(std::unique_ptr<Client> s3, std::string path,
                                       UploadOptions options) {
  (void)co_await upload_file(*s3, std::move(path), "bucket", "key", std::move(options));
}

boost::asio::awaitable<void> download_of(std::unique_ptr<Client> s3, std::string path,
                                         DownloadOptions options) {
  (void)co_await download_file(*s3, "bucket", "key", std::move(path), std::move(options));
}

TEST_F(Resumed, UploadGoesOnAfterACrash) {
  const std::string text = random_text(8 * part);
  const std::string path = folder.write("a", text);
  UploadOptions options = up_noted();
  options.parallel = 2;
  run_until_killed(
      [&](boost::asio::io_context& loop) {
        auto doomed = std::make_unique<Client>(loop.get_executor(), stage.config(), stage.clock);
        return upload_of(std::move(doomed), path, options);
      },
      [&] { return asked("UploadPart") >= 3; });
  EXPECT_EQ(open_uploads(), 1u);
  forget();
  const auto sent = upload(path, options);
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_GE(sent.value().parts_resumed, 3u);
  // The server may have noticed only now that two requests were cut off.
  EXPECT_LE(asked("UploadPart"), 8u - sent.value().parts_resumed + 2);
  EXPECT_EQ(asked("CreateMultipartUpload"), 0u);
  EXPECT_TRUE(stored() == text);
}

TEST_F(Resumed, CrashedDownloadWithoutManifestLeavesNothing) {
  put_text(s3, "bucket", "key", random_text(16 * mib));
  run_until_killed(
      [&](boost::asio::io_context& loop) {
        auto doomed = std::make_unique<Client>(loop.get_executor(), stage.config(), stage.clock);
        return download_of(std::move(doomed), folder / "a", down());
      },
      [&] { return asked("GetObject") >= 4; });
  EXPECT_EQ(folder.file_count(), 0u);
}

// A crash of the program loses at most what has come since the last note; of the ranges noted, none
// is fetched again.
TEST_F(Resumed, DownloadGoesOnAfterACrash) {
  const std::string text = random_text(16 * mib);
  put_text(s3, "bucket", "key", text);
  run_until_killed(
      [&](boost::asio::io_context& loop) {
        auto doomed = std::make_unique<Client>(loop.get_executor(), stage.config(), stage.clock);
        return download_of(std::move(doomed), folder / "a", down_noted());
      },
      [&] { return asked("GetObject") >= 4; });
  ASSERT_TRUE(must(load_manifest(folder / "note")));
  ASSERT_TRUE(download(folder / "a", down_noted()));
  EXPECT_TRUE(folder.read("a") == text);
  EXPECT_EQ(folder.file_count(), 1u);
}

boost::asio::awaitable<void> wait_for(std::function<bool()> is_time) {
  while (!is_time()) co_await boost::asio::post(boost::asio::use_awaitable);
}

// nullopt: it was cancelled.
Task<Uploaded> cancelled_upload(Client& s3, std::string path, UploadOptions options,
                                std::function<bool()> is_time) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto ended = co_await (upload_file(s3, std::move(path), "bucket", "key", std::move(options)) ||
                         wait_for(std::move(is_time)));
  if (ended.index() == 0) co_return std::get<0>(std::move(ended));
  co_return wire::Error(wire::Errc::Cancelled);
}

TEST_F(Resumed, CancelledUploadTakesItselfOffTheServer) {
  const std::string path = folder.write("a", random_text(8 * part));
  const auto sent = s3.wait(
      cancelled_upload(s3.async(), path, up(), [this] { return asked("UploadPart") >= 2; }));
  EXPECT_EQ(code_of(sent), "Cancelled");
  EXPECT_EQ(asked("AbortMultipartUpload"), 1u);
  EXPECT_EQ(open_uploads(), 0u);
  EXPECT_EQ(asked("CompleteMultipartUpload"), 0u);
}

// From another thread, as a signal's watcher does it.
TEST_F(Resumed, StoppedClientTakesItsUploadOffTheServer) {
  fault(R"({"match": {"operation": "UploadPart"}, "when": {"skip": 1},
            "then": {"delay_ms": 600000}})");
  const std::string text = random_text(3 * part);
  const auto read = [&text, at = std::size_t{0}](std::size_t most) mutable -> Result<net::Bytes> {
    const auto piece = wire::as_bytes(std::string_view(text).substr(at, most));
    at += piece.size();
    return piece;
  };
  std::thread stopper([this] {
    while (asked("UploadPart") < 2) std::this_thread::yield();
    EXPECT_TRUE(s3.stop(wire::Error(wire::Errc::Cancelled, "enough")));
  });
  const auto sent = s3.wait(upload_stream(s3.async(), read, "bucket", "key", up()));
  stopper.join();
  EXPECT_EQ(code_of(sent), "Cancelled");
  EXPECT_EQ(sent.error().message(), "enough");
  EXPECT_EQ(asked("AbortMultipartUpload"), 1u);
  EXPECT_EQ(asked("CompleteMultipartUpload"), 0u);
  EXPECT_EQ(code_of(s3.list_buckets()), "Cancelled") << "of no more use";
}

TEST_F(Resumed, ClientThatWaitsForNothingSaysSoWhenItIsStopped) {
  EXPECT_FALSE(s3.stop(wire::Errc::Cancelled));
}

TEST_F(Resumed, UploadThatCannotBeNotedTakesItselfOffTheServer) {
  UploadOptions options = up();
  options.manifest = folder / "no-such-folder/note";
  EXPECT_FALSE(upload(folder.write("a", random_text(2 * part)), options));
  EXPECT_EQ(open_uploads(), 0u);
}

// To begin it again would meet the same object.
TEST_F(Resumed, RefusedConditionLeavesNothingToGoOnFrom) {
  put_text(s3, "bucket", "key", "there already");
  UploadOptions options = up_noted();
  options.put.headers = {{"If-None-Match", "*"}};
  const auto sent = upload(folder.write("a", random_text(2 * part)), options);
  EXPECT_EQ(code_of(sent), "PreconditionFailed");
  EXPECT_EQ(open_uploads(), 0u);
  EXPECT_FALSE(must(load_manifest(folder / "note")));
}

TEST_F(Resumed, UploadThatCannotBeAbortedSaysWhatIsLeft) {
  fault(R"({"match": {"operation": "UploadPart"}, "then": {"error": {"code": "AccessDenied"}}})");
  fault(R"({"match": {"operation": "AbortMultipartUpload"},
            "then": {"error": {"code": "AccessDenied"}}})");
  const auto sent = upload(folder.write("a", random_text(2 * part)));
  ASSERT_FALSE(sent);
  const auto open = must(s3.call(ops::list_multipart_uploads("bucket"))).uploads;
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(sent.error().detail(left_upload_element), open.front().upload_id);
}

TEST_F(Resumed, CancelledUploadWithAManifestCanGoOn) {
  const std::string path = folder.write("a", random_text(8 * part));
  (void)s3.wait(
      cancelled_upload(s3.async(), path, up_noted(), [this] { return asked("UploadPart") >= 2; }));
  EXPECT_EQ(open_uploads(), 1u);
  const auto sent = upload(path, up_noted());
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_GE(sent.value().parts_resumed, 2u);
  EXPECT_TRUE(stored() == folder.read("a"));
}

}  // namespace
}  // namespace pail::client::transfer
