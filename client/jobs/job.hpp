// What cp, mv, put and get come down to: one file or object to another place, many times. First the
// jobs are made (sources.hpp finds what is named, target.hpp says where each goes), then run.hpp
// carries them out.
//
// Value types.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "client/transfer/transfer.hpp"

namespace pail::client::jobs {

// A file of this machine; "-" is standard input or output.
struct Here {
  std::string path;
  bool is_stream() const { return path == "-"; }
};
// An object.
using There = transfer::Place;
using Place = std::variant<Here, There>;

// "photo.jpg" or "s3://bucket/photo.jpg", bytes as they are.
std::string to_string(const Place& place);

struct Job {
  Place from;
  Place to;
  std::uint64_t size = 0;  // 0 also where nobody knows yet
};

// "upload", "download" or "copy".
std::string_view verb_of(const Job& job) noexcept;

}  // namespace pail::client::jobs
