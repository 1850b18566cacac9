// How every command of `pail` ends, and the words that --help, the manual pages and docs say about
// it. `run` ends with the code of the command it ran.
#pragma once

#include <array>
#include <string_view>

namespace pail::cli {

inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_partly = 3;
inline constexpr int exit_not_found = 4;
// As the shells have it: 128 and the signal's number.
inline constexpr int exit_signalled = 128;
inline constexpr int exit_interrupted = exit_signalled + 2;
inline constexpr int exit_terminated = exit_signalled + 15;

struct ExitCode {
  int code;
  std::string_view meaning;
};

inline constexpr std::array<ExitCode, 7> exit_codes = {{
    {0, "done"},
    {exit_failed, "failed"},
    {exit_usage, "called wrongly"},
    {exit_partly, "done in part"},
    {exit_not_found, "not there"},
    {exit_interrupted, "interrupted"},
    {exit_terminated, "terminated"},
}};

}  // namespace pail::cli
