// `pail manual`: writes the manual pages and completion scripts, for whoever installs. Hidden.
#include <CLI/App.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/completion_script.hpp"
#include "cli/fail.hpp"
#include "cli/man_page.hpp"
#include "cli/version.hpp"

namespace pail::cli {
namespace {

void write_file(const std::filesystem::path& path, std::string_view text) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) fail("cannot write " + path.string());
}

void run(const std::string& folder) {
  const std::filesystem::path top(folder);
  const Page program = program_page();
  const auto write_page = [&](const Page& page) {
    write_file(top / "man/man1" / man_file_name(page), man_page(page, {version, manual_date}));
  };
  write_page(program);
  for (const Page& command : program.commands) write_page(command);
  write_file(top / "bash-completion/completions/pail", completion_script("bash"));
  write_file(top / "zsh/site-functions/_pail", completion_script("zsh"));
  write_file(top / "fish/vendor_completions.d/pail.fish", completion_script("fish"));
}

}  // namespace

void add_manual(CLI::App& app) {
  auto folder = std::make_shared<std::string>();
  CLI::App* const command =
      app.add_subcommand("manual", "Write manual pages and completion scripts");
  command->add_option("dir", *folder, "Folder that takes what belongs into PREFIX/share")
      ->required();
  command->footer("Example:\n  pail manual /usr/local/share");
  command->callback([folder] { run(*folder); });
}

}  // namespace pail::cli
