#include "client/ops/tagging.hpp"

#include "client/ops/settings.hpp"
#include "client/ops/tag_fields.hpp"

namespace pail::client::ops {

template <class Way>
void fields(Way& way, Tags& tags) {
  way.inside("TagSet", [&](Way& set) { set.elements("Tag", tags); });
}

namespace {

constexpr std::string_view selector = "tagging";
constexpr std::string_view root = "Tagging";

Result<Tags> read_tags(const Answer& answer) {
  return read_document<Tags>(answer, root);
}

}  // namespace

Operation<void> put_object_tagging(std::string bucket, std::string key, Tags tags,
                                   std::string_view version_id) {
  return put(object_setting("PUT", std::move(bucket), std::move(key), selector, version_id), root,
             std::move(tags));
}

Operation<Tags> get_object_tagging(std::string bucket, std::string key,
                                   std::string_view version_id) {
  return operation(object_setting("GET", std::move(bucket), std::move(key), selector, version_id),
                   read_tags);
}

Operation<void> delete_object_tagging(std::string bucket, std::string key,
                                      std::string_view version_id) {
  return done(object_setting("DELETE", std::move(bucket), std::move(key), selector, version_id));
}

Operation<void> put_bucket_tagging(std::string bucket, Tags tags) {
  return put(bucket_setting("PUT", std::move(bucket), selector), root, std::move(tags));
}

Operation<Tags> get_bucket_tagging(std::string bucket) {
  return operation(bucket_setting("GET", std::move(bucket), selector), read_tags);
}

Operation<void> delete_bucket_tagging(std::string bucket) {
  return done(bucket_setting("DELETE", std::move(bucket), selector));
}

}  // namespace pail::client::ops
