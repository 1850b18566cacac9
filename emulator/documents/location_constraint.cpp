#include "emulator/documents/location_constraint.hpp"

#include <algorithm>
#include <array>

#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view us_standard = "us-east-1";
constexpr std::string_view old_ireland = "EU";

// What may be named at the us-east-1 endpoint (the service's list of 2025).
constexpr std::array<std::string_view, 35> regions = {
    "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2",
    "ap-northeast-3", "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2",
    "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "ca-central-1",
    "ca-west-1",      "eu-central-1",   "eu-central-2",   "eu-north-1",     "eu-south-1",
    "eu-south-2",     "eu-west-1",      "eu-west-2",      "eu-west-3",      "il-central-1",
    "me-central-1",   "me-south-1",     "mx-central-1",   "sa-east-1",      "us-east-2",
    "us-gov-east-1",  "us-gov-west-1",  "us-west-1",      "us-west-2",      old_ireland};

Error illegal(std::string_view constraint) {
  std::string message = "The ";
  message.append(constraint.empty() ? "unspecified" : constraint)
      .append(
          " location constraint is incompatible for the region specific endpoint this request "
          "was sent to.");
  return {Errc::IllegalLocationConstraintException, message};
}

Result<void> read_child(const wire::XmlNode& child, NewBucketDocument& read) {
  if (child.name() == "LocationConstraint") {
    read.location_constraint = child.text();
    return wire::ok();
  }
  if (child.name() == "Tags") {
    PAIL_TRY(read.tags, parse_tag_set(child, TagOwner::bucket));
    return wire::ok();
  }
  if (child.name() != "Location" && child.name() != "Bucket") return Errc::MalformedXML;
  return Error(Errc::NotImplemented,
               "Pail does not implement " + std::string(child.name()) + " of CreateBucket.");
}

}  // namespace

Result<NewBucketDocument> parse_new_bucket(std::string_view document) {
  NewBucketDocument read;
  if (document.empty()) return read;
  PAIL_TRY(const auto xml, wire::XmlDocument::parse(document));
  if (xml.root().name() != "CreateBucketConfiguration") return Errc::MalformedXML;
  for (const wire::XmlNode& child : xml.root().children()) {
    PAIL_TRY(read_child(child, read));
  }
  return read;
}

Result<std::string> location_for(std::string_view constraint, std::string_view region) {
  if (region != us_standard) {
    if (region_of_location(constraint) != region) return illegal(constraint);
    return std::string(constraint);
  }
  if (constraint.empty()) return std::string(us_standard);
  if (std::find(regions.begin(), regions.end(), constraint) == regions.end()) {
    return Error(Errc::InvalidLocationConstraint).with("LocationConstraint", constraint);
  }
  return std::string(constraint);
}

std::string_view region_of_location(std::string_view location) noexcept {
  return location == old_ireland ? "eu-west-1" : location;
}

}  // namespace pail::emulator::documents
