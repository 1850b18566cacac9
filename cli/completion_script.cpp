#include "cli/completion_script.hpp"

namespace pail::cli {
namespace {

// `pail complete` answers with a line of directives, then a candidate a line: see complete.hpp.

// Bash cuts words at ':' and '=', and so does it with s3://: the words are taken from the line
// itself, and what bash holds for an earlier word is taken off the candidates. A blank behind a
// backslash is part of a word.
constexpr std::string_view bash = R"bash(# bash completion for pail
_pail() {
  local before=${COMP_LINE:0:COMP_POINT} words directives line
  local unfinished='([^[:space:]\\]|\\.)*$'
  [[ $before =~ $unfinished ]]
  local current=${BASH_REMATCH[0]}
  read -a words <<<"${before%"$current"}"
  words=("${words[@]//[\"\']/}")
  local kept=
  [[ $current == *[:=]* ]] && kept=${current%"${current##*[:=]}"}
  COMPREPLY=()
  {
    IFS= read -r directives
    while IFS= read -r line; do
      line=$(printf %q "${line%%$'\t'*}")
      COMPREPLY+=("${line#"$kept"}")
    done
  } < <(pail complete -- "${words[@]:1}" "${current//\\/}" 2>/dev/null)
  [[ $directives == *nospace* ]] && compopt -o nospace
  [[ $directives == *files* ]] && compopt -o default
}
complete -F _pail pail
)bash";

constexpr std::string_view zsh = R"zsh(#compdef pail
_pail() {
  local -a lines values shown
  local directives line
  lines=("${(@f)$(pail complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  directives=$lines[1]
  shift lines
  for line in $lines; do
    [[ -n $line ]] || continue
    values+=("${line%%$'\t'*}")
    if [[ $line == *$'\t'* ]]; then
      shown+=("${line%%$'\t'*}  -- ${line#*$'\t'}")
    else
      shown+=("$line")
    fi
  done
  local -a how
  [[ $directives == *nospace* ]] && how=(-S '')
  (( $#values )) && compadd "${how[@]}" -l -d shown -a values
  [[ $directives == *files* ]] && _files
}
if [[ $funcstack[1] == _pail ]]; then
  _pail "$@"
else
  compdef _pail pail
fi
)zsh";

constexpr std::string_view fish = R"fish(# fish completion for pail
function __pail_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (pail complete -- $words[2..-1] "$current" 2>/dev/null)
    for line in $lines[2..-1]
        echo $line
    end
    if string match -q '*files*' -- $lines[1]
        __fish_complete_path "$current"
    end
end
complete -c pail -f -a '(__pail_complete)'
)fish";

}  // namespace

std::string_view completion_script(std::string_view shell) noexcept {
  if (shell == "zsh") return zsh;
  return shell == "fish" ? fish : bash;
}

}  // namespace pail::cli
