// CreateBucket's document, and the rules of what it names at two endpoints.
#include <cstdint>
#include <cstdlib>

#include "emulator/documents/location_constraint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace documents = pail::emulator::documents;
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto read = documents::parse_new_bucket(document);
  if (!read) return 0;
  const std::string& constraint = read.value().location_constraint;
  for (const std::string_view endpoint : {"us-east-1", "eu-west-1"}) {
    const auto location = documents::location_for(constraint, endpoint);
    if (location && location.value().empty()) std::abort();
    const bool here = location && documents::region_of_location(location.value()) == endpoint;
    if (location && endpoint != "us-east-1" && !here) std::abort();
  }
  return 0;
}
