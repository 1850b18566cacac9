// What a command of `pail` is: a function that hangs one subcommand into the parser: its options,
// its help, and a callback that does the work. commands.hpp has the table of them; main() calls the
// one that is named, or all for the help. Nothing registers itself.
//
// A callback that returns has succeeded; to end with another code (exit_codes.hpp) it calls fail(),
// or prints its message to stderr and throws CLI::RuntimeError(code). A callback runs on the main
// thread, once, after the whole line was parsed.
//
// Every option has a text, every command a footer with "Examples:"; --help, the manual pages and
// completion are made of them (page.hpp).
#pragma once

#include <string>
#include <vector>

#include "cli/exit_codes.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace pail::cli {

void add_serve(CLI::App& app);
// `behind_dashes`: the words behind `--`, which are the command's it runs.
void add_run(CLI::App& app, std::vector<std::string> behind_dashes);
void add_signer(CLI::App& app);
void add_fsck(CLI::App& app);

void add_put(CLI::App& app);
void add_get(CLI::App& app);
void add_cp(CLI::App& app);
void add_mv(CLI::App& app);
void add_sync(CLI::App& app);
void add_ls(CLI::App& app);
void add_cat(CLI::App& app);
void add_stat(CLI::App& app);
void add_rm(CLI::App& app);
void add_mb(CLI::App& app);
void add_rb(CLI::App& app);
void add_bench(CLI::App& app);

void add_sign(CLI::App& app);
void add_presign(CLI::App& app);
void add_post_policy(CLI::App& app);
void add_explain(CLI::App& app);

void add_completion(CLI::App& app);
void add_version(CLI::App& app);
// Hidden: what the completion scripts and the build ask.
void add_complete(CLI::App& app);
void add_manual(CLI::App& app);

}  // namespace pail::cli
