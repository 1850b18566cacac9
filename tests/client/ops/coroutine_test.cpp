// Operations inside of coroutines, as call sites write them: made in the very expression that waits
// for them.
#include <gtest/gtest.h>

#include "client/ops/copies.hpp"
#include "client/ops/objects.hpp"
#include "client/ops/tagging.hpp"
#include "tests/client/ops/scene.hpp"

namespace pail::client {
namespace {

// Long enough not to lie inside the string itself, so that what is destroyed twice is found.
const std::string name = "a name that is too long for a small string to hold";

Task<std::string> tag_and_copy(Client& s3) {
  // g++ 12 makes no braced list inside of a co_await's expression.
  auto tag = ops::put_object_tagging("photos", "cat", {{name, name}});
  PAIL_CO_TRY(co_await s3.call(std::move(tag)));
  PAIL_CO_TRY(co_await s3.call(ops::copy_object({"photos", "cat"}, "photos", name)));
  PAIL_CO_TRY(const ops::Tags tags, co_await s3.call(ops::get_object_tagging("photos", name)));
  auto tidy = ops::delete_objects("photos", {{name}, {"cat"}});
  PAIL_CO_TRY(co_await s3.call(std::move(tidy)));
  co_return tags.at(0).value;
}

TEST(Coroutines, WaitForOperationsMadeOnTheSpot) {
  Scene scene;
  scene.put("cat", "meow");
  EXPECT_EQ(must(scene.s3.wait(tag_and_copy(scene.s3.async()))), name);
  EXPECT_EQ(scene.refusal(ops::head_object("photos", "cat")), "NoSuchKey");
}

}  // namespace
}  // namespace pail::client
