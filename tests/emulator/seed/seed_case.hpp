// Seeds applied to a world in memory, and what clients see of it then.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "emulator/seed/seed.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/store/support/temporary_directory.hpp"

namespace pail::emulator::testing {

class SeedCase : public ::testing::Test {
 protected:
  // Of a text, with or without a folder of files.
  wire::Result<seed::Report> try_seed(const std::string& text,
                                      const std::filesystem::path& folder = {}) {
    return seed::apply(s3.emulator(), s3.emulator().worlds().default_world(),
                       {.text = text, .name = "seed.json", .folder = folder});
  }
  seed::Report seed(const std::string& text, const std::filesystem::path& folder = {}) {
    const auto report = try_seed(text, folder);
    if (report) return report.value();
    ADD_FAILURE() << wire::describe(report.error());
    return {};
  }
  // What is wrong with it; "" when nothing is.
  std::string mistake(const std::string& text, const std::filesystem::path& folder = {}) {
    const auto report = try_seed(text, folder);
    return report ? "" : std::string(report.error().message().value_or("no message"));
  }
  Answer get(const std::string& target) { return s3.send({.target = target}); }
  Answer head(const std::string& target) { return s3.send({.method = "HEAD", .target = target}); }
  // Of everything that is the first account's.
  std::vector<std::string> bucket_names() {
    const Answer answer = get("/");
    const auto document = wire::XmlDocument::parse(answer.body);
    std::vector<std::string> names;
    if (!document) return names;
    for (const auto& bucket : document.value().root().child("Buckets").children()) {
      names.emplace_back(bucket.child_text("Name"));
    }
    return names;
  }

  Harness s3;
};

// A folder of files that goes with the test.
class Folder {
 public:
  const std::filesystem::path& path() const { return directory_.path(); }
  void write(const std::string& name, const std::string& text) const {
    const auto file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }

 private:
  store::testing::TemporaryDirectory directory_;
};

}  // namespace pail::emulator::testing
