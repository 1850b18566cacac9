#include "client/ops/bucket_settings.hpp"
#include "client/ops/listings.hpp"
#include "client/ops/objects.hpp"
#include "tests/client/ops/scene.hpp"

namespace pail::client {
namespace {

const std::vector<std::string> keys = {"a b+c", "dir/1", "dir/2", "e\x01\n", "\xC3\xA4/&<"};

// All keys of a bucket, two on a page.
std::vector<std::string> all_keys(Scene& scene,
                                  Operation<ListPage> (*list)(std::string, const ListOptions&)) {
  std::vector<std::string> found;
  ListOptions options;
  options.keys_max = 2;
  for (;;) {
    const ListPage page = scene.call(list("photos", options));
    for (const ObjectEntry& object : page.objects) found.push_back(object.key);
    if (page.next_token.empty()) return found;
    options.continuation_token = page.next_token;
  }
}

void put_all(Scene& scene) {
  for (const std::string& key : keys) scene.put(key, "of " + key);
}

// Folders rolled up, from a place on.
void expect_rolled_up(Scene& scene, Operation<ListPage> (*list)(std::string, const ListOptions&)) {
  ListOptions options;
  options.delimiter = "/";
  options.start_after = "a b+c";
  options.keys_max = 2;
  const ListPage page = scene.call(list("photos", options));
  EXPECT_EQ(page.common_prefixes, std::vector<std::string>{"dir/"});
  ASSERT_EQ(page.objects.size(), 1U);
  EXPECT_EQ(page.objects[0].key, keys[3]);
  EXPECT_EQ(page.objects[0].size, 6U);
  EXPECT_EQ(page.objects[0].storage_class, "STANDARD");
  EXPECT_TRUE(page.objects[0].checksum);
  options.prefix = "dir/";
  options.start_after = "";
  EXPECT_EQ(scene.call(list("photos", options)).objects.size(), 2U);
}

void list_objects_v2(Scene& scene) {
  put_all(scene);
  EXPECT_EQ(all_keys(scene, ops::list_objects_v2), keys);
  expect_rolled_up(scene, ops::list_objects_v2);
  ListOptions options;
  EXPECT_EQ(scene.call(ops::list_objects_v2("photos", options)).objects.at(0).owner, "");
  options.owners = true;
  EXPECT_EQ(scene.call(ops::list_objects_v2("photos", options)).objects.at(0).owner.size(), 64U);
}

void list_objects(Scene& scene) {
  put_all(scene);
  EXPECT_EQ(all_keys(scene, ops::list_objects), keys);
  expect_rolled_up(scene, ops::list_objects);
  ListOptions options;
  options.delimiter = "/";
  options.keys_max = 2;
  const ListPage page = scene.call(ops::list_objects("photos", options));
  options.continuation_token = page.next_token;
  EXPECT_EQ(scene.call(ops::list_objects("photos", options)).objects.at(0).key, keys[3])
      << "a page that ends with a folder goes on behind it";
}

void list_object_versions(Scene& scene) {
  scene.put("a+b", "before");
  scene.call(ops::put_bucket_versioning("photos", ops::Versioning::enabled));
  const std::string second = scene.put("a+b", "second").version_id;
  scene.call(ops::delete_object("photos", "a+b"));
  scene.put("z", "1");
  ops::ListVersionsOptions options;
  options.keys_max = 2;
  const ops::VersionPage first = scene.call(ops::list_object_versions("photos", options));
  ASSERT_EQ(first.versions.size(), 2U);
  EXPECT_TRUE(first.versions[0].is_delete_marker);
  EXPECT_TRUE(first.versions[0].is_latest);
  EXPECT_EQ(first.versions[1].version_id, second);
  EXPECT_EQ(first.versions[1].key, "a+b");
  EXPECT_EQ(first.versions[1].size, 6U);
  EXPECT_EQ(first.versions[1].owner.size(), 64U);
  EXPECT_FALSE(first.versions[1].is_latest);
  ASSERT_TRUE(first.next);
  options.after = *first.next;
  const ops::VersionPage last = scene.call(ops::list_object_versions("photos", options));
  ASSERT_EQ(last.versions.size(), 2U);
  EXPECT_EQ(last.versions[0].version_id, "null");
  EXPECT_EQ(last.versions[1].key, "z");
  EXPECT_FALSE(last.next);
}

}  // namespace

Plays listing_plays() {
  return {{"ListObjectsV2", list_objects_v2},
          {"ListObjects", list_objects},
          {"ListObjectVersions", list_object_versions}};
}

}  // namespace pail::client
