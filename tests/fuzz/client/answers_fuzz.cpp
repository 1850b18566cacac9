// Answers of a server that may be anybody: each reader takes or refuses them, and a setting that is
// read, put and read again stays what it was.
#include <cstdint>
#include <cstdlib>

#include "client/ops/acl.hpp"
#include "client/ops/bucket_settings.hpp"
#include "client/ops/copies.hpp"
#include "client/ops/cors.hpp"
#include "client/ops/iam.hpp"
#include "client/ops/lifecycle.hpp"
#include "client/ops/listings.hpp"
#include "client/ops/multipart.hpp"
#include "client/ops/notification.hpp"
#include "client/ops/objects.hpp"
#include "client/ops/tagging.hpp"

namespace {

using namespace pail::client;

template <class... T>
void read_all(const Answer& answer, const Operation<T>&... operations) {
  (static_cast<void>(operations.read(answer)), ...);
}

template <class T, class Put>
void expect_same_again(const Answer& answer, const Operation<T>& get, Put put) {
  const auto first = get.read(answer);
  if (!first) return;
  Answer said;
  said.body = put(first.value()).body;
  const auto second = get.read(said);
  if (!second || put(second.value()).body != said.body) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Answer answer;
  answer.body.assign(reinterpret_cast<const char*>(data), size);
  read_all(answer, ops::list_buckets(), ops::get_bucket_location("b"), ops::list_objects("b"),
           ops::list_objects_v2("b"), ops::list_object_versions("b"),
           ops::list_multipart_uploads("b"), ops::list_parts("b", "k", "u"),
           ops::create_multipart_upload("b", "k"),
           ops::complete_multipart_upload("b", "k", "u", {}),
           ops::copy_object({"b", "k"}, "b", "k"), ops::get_object_attributes("b", "k"),
           ops::delete_objects("b", {}), ops::list_roles(), ops::list_attached_user_policies("u"));
  const auto put = [](auto build) {
    return [build](const auto& document) { return build("b", document); };
  };
  expect_same_again(answer, ops::get_bucket_versioning("b"), put(ops::put_bucket_versioning));
  expect_same_again(answer, ops::get_public_access_block("b"), put(ops::put_public_access_block));
  expect_same_again(answer, ops::get_bucket_tagging("b"), put(ops::put_bucket_tagging));
  expect_same_again(answer, ops::get_bucket_cors("b"), put(ops::put_bucket_cors));
  expect_same_again(answer, ops::get_bucket_acl("b"),
                    [](const ops::Acl& acl) { return ops::put_bucket_acl("b", acl); });
  expect_same_again(answer, ops::get_bucket_lifecycle_configuration("b"),
                    put(ops::put_bucket_lifecycle_configuration));
  expect_same_again(answer, ops::get_bucket_notification_configuration("b"),
                    put(ops::put_bucket_notification_configuration));
  return 0;
}
