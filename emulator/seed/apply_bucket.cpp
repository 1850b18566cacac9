#include "emulator/seed/stage.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::seed {
namespace {

constexpr std::string_view home_region = "us-east-1";  // the one that CreateBucket must not name

std::string creation_text(const std::string& region) {
  if (region.empty() || region == home_region) return {};
  return wire::XmlWriter()
      .open("CreateBucketConfiguration", wire::s3_namespace)
      .element("LocationConstraint", region)
      .close()
      .take();
}

wire::Result<void> make_bucket(Stage& stage, Requests& requests, const Bucket& bucket) {
  const auto head = requests.send({.method = "HEAD", .target = target_of(bucket.name)});
  const unsigned status = head ? head.value().status : 0;
  if (status == 404) {
    const auto made = requests.send({.method = "PUT", .target = target_of(bucket.name)},
                                    creation_text(bucket.region));
    PAIL_TRY(stage.expect(made, bucket.at, bucket.name));
    ++stage.report.buckets_made;
    return wire::ok();
  }
  if (status == 403) return stage.mistake(bucket.at, "the bucket belongs to another account");
  PAIL_TRY(stage.expect(head, bucket.at, bucket.name));
  const auto region = head.value().fields.find("x-amz-bucket-region").value_or("");
  if (bucket.region.empty() || bucket.region == region) return wire::ok();
  return stage.mistake(bucket.at, "the bucket is there already, in " + std::string(region));
}

// In the world it says what it says after the rehearsal.
wire::Result<bool> is_as_described(Stage& stage, const Bucket& bucket, const Ask& get,
                                   bool remove) {
  PAIL_TRY(Requests real, stage.as_owner(stage.real, bucket));
  PAIL_TRY(Requests rehearsed, stage.as_owner(stage.rehearsed, bucket));
  PAIL_TRY(const Answer is, real.send(get));
  PAIL_TRY(const Answer should_be, rehearsed.send(get));
  if (remove) return is.status == 404;
  return is.good() && should_be.good() && is.body == should_be.body;
}

wire::Result<void> configure(Stage& stage, Requests& requests, const Bucket& bucket,
                             const Configuration& configuration) {
  const std::string target = target_of(bucket.name) + "?" + configuration.sub_resource;
  if (!stage.is_rehearsal) {
    PAIL_TRY(const bool done, is_as_described(stage, bucket, {.method = "GET", .target = target},
                                              configuration.remove));
    if (done) return wire::ok();
  }
  if (configuration.remove) {
    return stage.expect(requests.send({.method = "DELETE", .target = target}), configuration.at);
  }
  Ask put{.method = "PUT", .target = target};
  if (!configuration.canned_acl.empty()) put.headers = {{"x-amz-acl", configuration.canned_acl}};
  return stage.expect(requests.send(std::move(put), configuration.text), configuration.at);
}

}  // namespace

wire::Result<void> apply_bucket(Stage& stage, const Bucket& bucket) {
  PAIL_TRY(Requests requests, stage.as_owner(stage.world(), bucket));
  PAIL_TRY(make_bucket(stage, requests, bucket));
  for (const Configuration& configuration : bucket.configurations) {
    PAIL_TRY(configure(stage, requests, bucket, configuration));
  }
  for (const Object& object : bucket.objects) {
    PAIL_TRY(apply_object(stage, requests, bucket, object));
  }
  return wire::ok();
}

}  // namespace pail::emulator::seed
