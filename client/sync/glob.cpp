#include "client/sync/glob.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace pail::client::sync {
namespace {

constexpr std::string_view special = "*?[\\";

// What one step of a pattern takes.
enum class Takes : std::uint8_t {
  literal,   // this character
  one,       // a character but '/'
  of_class,  // a character of the class
  many,      // any bytes but '/'
  all,       // any bytes
  folders    // nothing, or any bytes up to and with a '/'
};

struct Step {
  Takes takes;
  std::string_view text = {};  // the literal; or what stands between the brackets
};

// The length of the character at the front; 1 for what is no UTF-8.
std::size_t character_bytes(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes > text.size()) return 1;
  const auto is_tail = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  const std::string_view tail = text.substr(1, bytes - 1);
  return std::all_of(tail.begin(), tail.end(), is_tail) ? bytes : 1;
}

std::string_view take_character(std::string_view& text) {
  const std::string_view character = text.substr(0, character_bytes(text));
  text.remove_prefix(character.size());
  return character;
}

bool is_negated(std::string_view members) {
  return !members.empty() && (members.front() == '!' || members.front() == '^');
}

// Characters compare as their bytes do: UTF-8 keeps the order of code points.
bool is_member(std::string_view members, std::string_view character) {
  const bool negated = is_negated(members);
  if (negated) members.remove_prefix(1);
  bool found = false;
  while (!members.empty() && !found) {
    const std::string_view low = take_character(members);
    std::string_view high = low;
    if (members.size() >= 2 && members.front() == '-') {
      members.remove_prefix(1);
      high = take_character(members);
    }
    found = low <= character && character <= high;
  }
  return found != negated;
}

// Where the class that begins at the front ends: the place of its ']'.
std::optional<std::size_t> class_end(std::string_view glob) {
  std::size_t first = 1;
  if (is_negated(glob.substr(1))) ++first;
  const std::size_t end = glob.find(']', first + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return end;
}

Step take_stars(std::string_view& glob, bool at_start_of_name) {
  const std::size_t stars = std::min(glob.find_first_not_of('*'), glob.size());
  glob.remove_prefix(stars);
  if (stars == 1) return {Takes::many};
  if (!at_start_of_name || !glob.starts_with('/')) return {Takes::all};
  glob.remove_prefix(1);
  return {Takes::folders};
}

Step take_step(std::string_view& glob, bool at_start_of_name) {
  const char c = glob.front();
  if (c == '*') return take_stars(glob, at_start_of_name);
  if (c == '[') {
    if (const auto end = class_end(glob)) {
      const std::string_view members = glob.substr(1, *end - 1);
      glob.remove_prefix(*end + 1);
      return {Takes::of_class, members};
    }
  }
  if (c == '\\' && glob.size() > 1) glob.remove_prefix(1);
  const std::string_view literal = take_character(glob);
  if (c == '?') return {Takes::one};
  return {Takes::literal, literal};
}

std::vector<Step> steps_of(std::string_view glob) {
  std::vector<Step> steps;
  bool at_start_of_name = true;
  while (!glob.empty()) {
    const std::size_t before = glob.size();
    const char first = glob.front();
    steps.push_back(take_step(glob, at_start_of_name));
    const bool folders = steps.back().takes == Takes::folders;
    at_start_of_name = folders || (first == '/' && before - glob.size() == 1);
  }
  return steps;
}

bool repeats(Takes takes) {
  return takes == Takes::many || takes == Takes::all || takes == Takes::folders;
}

// All the places in a pattern where a text read so far may stand, at once.
class Places {
 public:
  explicit Places(const std::vector<Step>& steps) : steps_(steps), at_(steps.size() + 1) {
    arrive(at_, 0);
  }

  // `character` is one of the text.
  void read(std::string_view character) {
    std::vector<bool> next(at_.size());
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (at_[i]) take(next, i, character);
    }
    at_ = std::move(next);
  }

  bool at_end() const { return at_.back(); }

 private:
  // What may stand for nothing is passed at once.
  void arrive(std::vector<bool>& at, std::size_t place) const {
    while (!at[place]) {
      at[place] = true;
      if (place == steps_.size() || !repeats(steps_[place].takes)) return;
      ++place;
    }
  }

  void take(std::vector<bool>& next, std::size_t place, std::string_view character) const {
    const Step& step = steps_[place];
    const bool slash = character == "/";
    if (step.takes == Takes::literal) {
      if (character == step.text) arrive(next, place + 1);
    } else if (step.takes == Takes::one) {
      if (!slash) arrive(next, place + 1);
    } else if (step.takes == Takes::of_class) {
      if (!slash && is_member(step.text, character)) arrive(next, place + 1);
    } else if (step.takes == Takes::folders) {
      // Inside of names nothing may follow: only a '/' leads on.
      next[place] = true;
      if (slash) arrive(next, place + 1);
    } else if (step.takes == Takes::all || !slash) {
      arrive(next, place);
    }
  }

  const std::vector<Step>& steps_;
  std::vector<bool> at_;
};

}  // namespace

bool glob_matches(std::string_view glob, std::string_view text) {
  const std::vector<Step> steps = steps_of(glob);
  Places places(steps);
  while (!text.empty()) places.read(take_character(text));
  return places.at_end();
}

bool is_glob(std::string_view text) noexcept {
  return text.find_first_of(special) != std::string_view::npos;
}

std::string literal_prefix(std::string_view glob) {
  std::string prefix;
  while (!glob.empty()) {
    const Step step = take_step(glob, false);
    if (step.takes != Takes::literal) break;
    prefix += step.text;
  }
  return prefix;
}

bool stays_in_folder(std::string_view glob) {
  const std::string prefix = literal_prefix(glob);
  if (!glob.starts_with(prefix)) return false;
  const std::string_view rest = glob.substr(prefix.size());
  return rest.find('/') == std::string_view::npos && rest.find("**") == std::string_view::npos;
}

namespace {

// No key has it in a place that counts: Unicode has no greater code point.
constexpr std::string_view last_character = "\xF4\x8F\xBF\xBF";

using Steps = std::vector<Step>;

bool is_slash(const Step& step) {
  return step.takes == Takes::literal && step.text == "/";
}

bool crosses_folders(const Step& step) {
  return step.takes == Takes::all || step.takes == Takes::folders;
}

bool is_literal(const Steps& steps) {
  return std::all_of(steps.begin(), steps.end(),
                     [](const Step& step) { return step.takes == Takes::literal; });
}

bool fits(const Steps& steps, std::string_view text) {
  Places places(steps);
  while (!text.empty()) places.read(take_character(text));
  return places.at_end();
}

std::string literal_start(const Steps& steps) {
  std::string start;
  for (const Step& step : steps) {
    if (step.takes != Takes::literal) break;
    start += step.text;
  }
  return start;
}

// Takes the first name of a pattern off its front, without the slash behind it.
Steps take_name(Steps& steps) {
  const auto end = std::find_if(steps.begin(), steps.end(), is_slash);
  Steps name(steps.begin(), end);
  steps.erase(steps.begin(), end == steps.end() ? end : end + 1);
  return name;
}

// Something less than `text` with as little in between as can be written.
std::string before(std::string text) {
  const auto last = static_cast<unsigned char>(text.back());
  if (last > ' ' + 1 && last < 0x80) {
    text.back() = static_cast<char>(last - 1);
    return text.append(last_character);
  }
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
  if (!text.empty()) text.pop_back();
  return text;
}

std::string behind(std::string_view folder) {
  return std::string(folder).append(folder.empty() ? "" : last_character);
}

// The way of a text through a pattern, folder by folder.
class Leap {
 public:
  Leap(std::string_view glob, std::string_view text, bool below)
      : left_(steps_of(glob)), text_(text), below_(below) {}

  // Not less than the text only once the caller has seen to it.
  std::string find() {
    for (;;) {
      const std::string_view folder = text_.substr(0, at_);
      const std::string_view rest = text_.substr(at_);
      const std::string first = literal_start(left_);
      if (rest < first) return before(std::string(folder) + first);
      if (!rest.starts_with(first)) return behind(folder);
      if (is_literal(left_)) return behind_name(folder, first);
      const bool is_last = std::none_of(left_.begin(), left_.end(), is_slash);
      const Steps name = take_name(left_);
      if (std::any_of(name.begin(), name.end(), crosses_folders)) return std::string(text_);
      const std::size_t slash = rest.find('/');
      if (slash == rest.npos) return std::string(text_);
      const std::string_view inside = text_.substr(0, at_ + slash + 1);
      if (!fits(name, rest.substr(0, slash))) return behind(inside);
      if (is_last) return below_ ? std::string(text_) : behind(inside);
      at_ = inside.size();
    }
  }

 private:
  // Of that folder only the one name is meant, and it has come.
  std::string behind_name(std::string_view folder, const std::string& name) const {
    if (!below_) return behind(folder);
    const bool is_folder = name.empty() || name.ends_with('/');
    const std::string inside = std::string(folder) + name + (is_folder ? "" : "/");
    if (text_.starts_with(inside)) return std::string(text_);
    return text_ < inside ? before(inside) : behind(folder);
  }

  Steps left_;
  std::string_view text_;
  std::size_t at_ = 0;  // where the present folder's names begin
  bool below_;
};

}  // namespace

std::string leap(std::string_view glob, std::string_view text, bool below) {
  return std::max(Leap(glob, text, below).find(), std::string(text));
}

}  // namespace pail::client::sync
