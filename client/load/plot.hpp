// Measurements as a picture: latency and throughput over time, in SVG that needs nothing else and
// can be read on light and on dark paper. Pure.
#pragma once

#include <string>
#include <vector>

#include "client/load/results.hpp"

namespace pail::client::load {

struct Series {
  std::string name;
  std::vector<Sample> samples;  // by time
};

// `title` and names are any text. At most four series can be told apart.
std::string plot_of(const std::string& title, const std::vector<Series>& series);

}  // namespace pail::client::load
