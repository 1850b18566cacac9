// The JSON of a seed, and how a mistake in it is told: "seed.json:12: buckets[0].name: ...".
//
// Owns text and values. Immutable: thread-safe. Errors are InvalidArgument.
#pragma once

#include <boost/json/value.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/seed/seed.hpp"
#include "wire/result.hpp"

namespace pail::emulator::seed {

class Document {
 public:
  // The seed must outlive it. Fails with line and column when it is no JSON.
  static wire::Result<Document> parse(const Seed& seed);

  const boost::json::value& root() const noexcept { return root_; }
  const Seed& seed() const noexcept { return *seed_; }
  wire::Error mistake(std::string_view path, std::string_view what) const;
  // Of what a folder says, not the JSON.
  wire::Error mistake_in_folder(std::string_view path, std::string_view what) const;

 private:
  Document(const Seed& seed, boost::json::value root) : seed_(&seed), root_(std::move(root)) {}

  const Seed* seed_;
  boost::json::value root_;
};

}  // namespace pail::emulator::seed
