// `pail completion`: the script that teaches a shell to ask `pail complete`.
#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/completion_script.hpp"
#include "cli/output.hpp"

namespace pail::cli {

void add_completion(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  CLI::App* const command =
      app.add_subcommand("completion", "Print the completion script of a shell");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer(
      "Examples:\n"
      "  source <(pail completion bash)                              this shell\n"
      "  pail completion bash > ~/.local/share/bash-completion/completions/pail\n"
      "  pail completion zsh > ~/.zfunc/_pail                        a folder of $fpath\n"
      "  pail completion fish > ~/.config/fish/completions/pail.fish\n"
      "\n"
      "Completes commands, options, their choices, files, and buckets and keys behind s3://, for "
      "which the server is asked with the options that stand in the line.");
  command->callback([shell] { Output({}).text(completion_script(*shell)); });
}

}  // namespace pail::cli
