#include "cli/output.hpp"

#include <gtest/gtest.h>

#include <CLI/App.hpp>

#include "cli/exit_codes.hpp"

namespace pail::cli {
namespace {

TEST(Color, IsForTerminalsUnlessSomebodySaysOtherwise) {
  EXPECT_TRUE(wants_color({.option = "auto", .terminal = true}));
  EXPECT_FALSE(wants_color({.option = "auto", .terminal = false}));
  EXPECT_FALSE(wants_color({.option = "auto", .no_color = true, .terminal = true}));
  EXPECT_TRUE(wants_color({.option = "auto", .forced = true, .terminal = false}));
  EXPECT_FALSE(wants_color({.option = "auto", .no_color = true, .forced = true}));
  EXPECT_TRUE(wants_color({.option = "always", .no_color = true}));
  EXPECT_FALSE(wants_color({.option = "never", .forced = true, .terminal = true}));
}

int code_of(const Tally& tally) {
  try {
    tally.finish();
    return 0;
  } catch (const CLI::RuntimeError& end) {
    return end.get_exit_code();
  }
}

TEST(Tally, EndsAsAllOfThemTogether) {
  const Output out({});
  const wire::Error missing(wire::Errc::NoSuchKey);
  const wire::Error denied(wire::Errc::AccessDenied);
  Tally tally(out);
  EXPECT_EQ(code_of(tally), 0);
  tally.failed("one", missing);
  EXPECT_EQ(code_of(tally), exit_not_found);
  tally.failed("two", denied);
  EXPECT_EQ(code_of(tally), exit_failed) << "failures of several kinds";
  tally.done();
  EXPECT_EQ(code_of(tally), exit_partly);
}

TEST(ExitCode, SaysThatSomethingIsNotThere) {
  EXPECT_EQ(exit_code_of(wire::Error(wire::Errc::NoSuchBucket)), exit_not_found);
  EXPECT_EQ(exit_code_of(wire::Error(wire::Errc::NoSuchVersion)), exit_not_found);
  EXPECT_EQ(exit_code_of(wire::Error(wire::Errc::SlowDown)), exit_failed);
}

}  // namespace
}  // namespace pail::cli
