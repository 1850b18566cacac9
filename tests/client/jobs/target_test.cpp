#include "client/jobs/target.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/client/temporary_folder.hpp"

namespace pail::client::jobs {
namespace {

struct Case {
  const char* target;
  const char* relative;
  const char* expected;
};

TEST(Target, TakesSourcesUnderTheirNamesWhereItIsAFolder) {
  for (const Case& given :
       {Case{"s3://b", "a.txt", "s3://b/a.txt"}, Case{"s3://b/", "a.txt", "s3://b/a.txt"},
        Case{"s3://b/p/", "x/a.txt", "s3://b/p/x/a.txt"}, Case{"s3://b/p", "a.txt", "s3://b/p"},
        Case{"out/", "a.txt", "out/a.txt"}, Case{"/", "a.txt", "/a.txt"},
        Case{".", "a.txt", "./a.txt"}, Case{"new-name", "a.txt", "new-name"},
        Case{"-", "a.txt", "-"}}) {
    SCOPED_TRACE(given.target);
    const Result<Target> target = Target::read(given.target);
    ASSERT_TRUE(target);
    const Result<Place> place = target.assume_value().place_for(given.relative);
    ASSERT_TRUE(place);
    EXPECT_EQ(to_string(place.assume_value()), given.expected);
  }
}

TEST(Target, OfSeveralSourcesMustBeAFolder) {
  for (const char* const text : {"s3://b/p", "new-name", "-"}) {
    Result<Target> target = Target::read(text);
    ASSERT_TRUE(target);
    EXPECT_FALSE(target.assume_value().take_many(false)) << text;
  }
  Result<Target> made = Target::read("s3://b/p");
  ASSERT_TRUE(made.assume_value().take_many(true)) << "a recursion makes one";
  EXPECT_EQ(to_string(made.assume_value().place_for("a").assume_value()), "s3://b/p/a");
}

TEST(Target, AFileInTheWayIsNoFolder) {
  const TemporaryFolder folder;
  const std::string file = folder.path().string() + "/file";
  std::ofstream(file) << "x";
  Result<Target> target = Target::read(file);
  EXPECT_FALSE(target.assume_value().take_many(true));
}

TEST(Target, NoKeyLeadsOutOfTheFolder) {
  const Result<Target> folder = Target::read("out/");
  for (const char* const key : {"../x", "a/../../x", "/etc/passwd", "a//b", ".", "a/"}) {
    EXPECT_FALSE(folder.assume_value().place_for(key)) << key;
  }
  EXPECT_TRUE(Target::read("s3://b/").assume_value().place_for("../x")) << "keys are bytes";
}

}  // namespace
}  // namespace pail::client::jobs
