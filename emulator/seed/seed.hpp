// A world from a description: buckets with their configuration, identities, objects. JSON, with
// comments allowed; docs/seeding.md has the shapes.
//
// Idempotent: what is there already as described is left alone (an object is not written again, so
// no version piles up). A mistake is found before anything is applied: the whole seed is read and
// checked, then rehearsed on a fork of the world, then applied. Everything goes through the
// operations that clients use, so S3's own rules judge it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "emulator/emulator.hpp"
#include "wire/result.hpp"

namespace pail::emulator::seed {

struct Seed {
  std::string text;  // the JSON
  std::string name;  // what messages call it: "seed.json"
  // Where files and trees it names are looked for; empty: it may name none (seeds over HTTP).
  std::filesystem::path folder = {};
  // Each folder in `folder` is a bucket, each file below it an object.
  bool folders_are_buckets = false;
};

// What says the rest, beside the folders.
inline constexpr std::string_view seed_file_name = "seed.json";

struct Report {
  std::uint64_t buckets_made = 0, objects_put = 0, identities_made = 0;
  std::uint64_t unchanged = 0;
};

// A file; or a directory, which is taken as a tree: each folder in it a bucket, each file below an
// object (and a seed.json beside the folders says the rest). InvalidArgument names what cannot be
// read.
wire::Result<Seed> read_seed(const std::filesystem::path& file_or_directory);

// InvalidArgument: "seed.json:12: buckets[0].versioning: ..." - nothing was applied.
wire::Result<Report> apply(Emulator& emulator, world::World& world, const Seed& seed);

}  // namespace pail::emulator::seed
