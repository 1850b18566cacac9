// What the tests of transfers share: a server, a client, a folder, bytes, and what was asked.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "client/ops/multipart.hpp"
#include "client/transfer/transfer.hpp"
#include "emulator/world/faults.hpp"
#include "emulator/world/journal.hpp"
#include "tests/client/stage.hpp"
#include "tests/client/temporary_folder.hpp"

namespace pail::client::transfer {

// No two stretches of it are alike, so that a part in a wrong place is seen.
inline std::string random_text(std::size_t bytes, unsigned seed = 1) {
  std::mt19937_64 engine(seed);
  std::string text;
  text.reserve(bytes + sizeof(std::uint64_t));
  while (text.size() < bytes) {
    const std::uint64_t word = engine();
    text.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  text.resize(bytes);
  return text;
}

inline constexpr std::size_t part = 5 * 1024 * 1024;  // the least that S3 takes

class TransferTest : public ::testing::Test {
 protected:
  TransferTest() { must(s3.create_bucket("bucket")); }

  static UploadOptions up() {
    UploadOptions options;
    options.part_bytes = part;
    options.parts_beyond = part;
    return options;
  }
  static DownloadOptions down() {
    DownloadOptions options;
    options.part_bytes = 1024 * 1024;
    options.parts_beyond = 1024 * 1024;
    return options;
  }
  Result<Uploaded> upload(const std::string& path, UploadOptions options = up()) {
    return s3.wait(upload_file(s3.async(), path, "bucket", "key", std::move(options)));
  }
  Result<ObjectInfo> download(const std::string& path, DownloadOptions options = down()) {
    return s3.wait(download_file(s3.async(), "bucket", "key", path, std::move(options)));
  }
  std::string stored() { return get_text(s3, "bucket", "key"); }
  std::size_t open_uploads() {
    return must(s3.call(ops::list_multipart_uploads("bucket"))).uploads.size();
  }
  // How many requests of that operation the server has answered.
  std::size_t asked(std::string operation, std::string code = {}) {
    world::JournalMatch match;
    match.operation = std::move(operation);
    const auto page = world().journal().find(match, forgotten_, world::journal_entries_max);
    return static_cast<std::size_t>(
        std::count_if(page.entries.begin(), page.entries.end(),
                      [&](const auto& entry) { return code.empty() || entry->code == code; }));
  }
  // Counts anew from here.
  void forget() { forgotten_ = world().journal().find({}, 0, 1).last_id; }
  world::World& world() { return stage.emulator.worlds().default_world(); }
  void fault(std::string_view json) { must(world().faults().add(must(world::parse_fault(json)))); }

  Stage stage;
  BlockingClient s3{stage.config(), stage.clock};
  TemporaryFolder folder;

 private:
  std::uint64_t forgotten_ = 0;
};

}  // namespace pail::client::transfer
