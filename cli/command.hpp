// What a command of `pail` is: a function that hangs one subcommand into the parser: its options,
// its help, and a callback that does the work. main() calls each once; nothing registers itself.
//
// Exit codes, for every command: 0 it did what was asked, 1 it failed, 2 it was called wrongly. A
// callback that returns has succeeded; to end with another code it prints its message to stderr and
// throws CLI::RuntimeError(code). `run` ends with the code of the command it ran. A callback runs
// on the main thread, once, after the whole line was parsed.
#pragma once

#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace pail::cli {

inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

void add_serve(CLI::App& app);
// `behind_dashes`: the words behind `--`, which are the command's it runs.
void add_run(CLI::App& app, std::vector<std::string> behind_dashes);
void add_signer(CLI::App& app);
void add_put(CLI::App& app);
void add_get(CLI::App& app);
void add_ls(CLI::App& app);
void add_rm(CLI::App& app);
void add_sign(CLI::App& app);
void add_presign(CLI::App& app);
void add_post_policy(CLI::App& app);
void add_explain(CLI::App& app);
void add_fsck(CLI::App& app);
void add_version(CLI::App& app);

}  // namespace pail::cli
