// A curl command line as a request. Facts: curl's manual page, curl 7.88.
#include <algorithm>
#include <array>
#include <utility>

#include "signer/explain/capture.hpp"
#include "signer/explain/shell_words.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

using wire::Result;

// What an option means for the request that goes out.
enum class Means : std::uint8_t {
  nothing,        // takes no value
  nothing_value,  // takes a value
  get,
  head,
  sigv4,
  user,
  form,
  url,
  method,
  header,
  data,
  data_raw,
  data_urlencode,
  json,
  upload,
  user_agent,
  referer,
  cookie
};

struct Option {
  char letter;  // 0: none
  std::string_view name;
  Means means;
};

constexpr Option options[] = {
    {'X', "request", Means::method},
    {'H', "header", Means::header},
    {'d', "data", Means::data},
    {0, "data-ascii", Means::data},
    {0, "data-binary", Means::data},
    {0, "data-raw", Means::data_raw},
    {0, "data-urlencode", Means::data_urlencode},
    {0, "json", Means::json},
    {'T', "upload-file", Means::upload},
    {'u', "user", Means::user},
    {0, "aws-sigv4", Means::sigv4},
    {'G', "get", Means::get},
    {'I', "head", Means::head},
    {0, "url", Means::url},
    {'A', "user-agent", Means::user_agent},
    {'e', "referer", Means::referer},
    {'b', "cookie", Means::cookie},
    {'F', "form", Means::form},
    {0, "form-string", Means::form},
    // What changes nothing in the head, or nothing S3 signs.
    {'s', "silent", Means::nothing},
    {'S', "show-error", Means::nothing},
    {'v', "verbose", Means::nothing},
    {'i', "include", Means::nothing},
    {'k', "insecure", Means::nothing},
    {'L', "location", Means::nothing},
    {'f', "fail", Means::nothing},
    {0, "fail-with-body", Means::nothing},
    {'N', "no-buffer", Means::nothing},
    {'O', "remote-name", Means::nothing},
    {'J', "remote-header-name", Means::nothing},
    {'g', "globoff", Means::nothing},
    {'4', "ipv4", Means::nothing},
    {'6', "ipv6", Means::nothing},
    {'#', "progress-bar", Means::nothing},
    {'q', "disable", Means::nothing},
    {0, "compressed", Means::nothing},
    {0, "path-as-is", Means::nothing},
    {0, "http1.1", Means::nothing},
    {'0', "http1.0", Means::nothing},
    {0, "http2", Means::nothing},
    {0, "http2-prior-knowledge", Means::nothing},
    {0, "http3", Means::nothing},
    {0, "tlsv1.2", Means::nothing},
    {0, "no-progress-meter", Means::nothing},
    {0, "no-keepalive", Means::nothing},
    {0, "tcp-nodelay", Means::nothing},
    {0, "create-dirs", Means::nothing},
    {'o', "output", Means::nothing_value},
    {'D', "dump-header", Means::nothing_value},
    {'w', "write-out", Means::nothing_value},
    {'m', "max-time", Means::nothing_value},
    {0, "connect-timeout", Means::nothing_value},
    {0, "expect100-timeout", Means::nothing_value},
    {0, "limit-rate", Means::nothing_value},
    {0, "resolve", Means::nothing_value},
    {0, "connect-to", Means::nothing_value},
    {0, "cacert", Means::nothing_value},
    {'E', "cert", Means::nothing_value},
    {0, "key", Means::nothing_value},
    {'x', "proxy", Means::nothing_value},
    {0, "noproxy", Means::nothing_value},
    {0, "interface", Means::nothing_value},
    {0, "retry", Means::nothing_value},
    {0, "retry-delay", Means::nothing_value},
    {0, "trace", Means::nothing_value},
    {0, "trace-ascii", Means::nothing_value},
    {0, "unix-socket", Means::nothing_value},
    {'c', "cookie-jar", Means::nothing_value},
    {'r', "range", Means::nothing_value},
};

bool takes_value(Means means) noexcept {
  return means != Means::nothing && means != Means::get && means != Means::head;
}

const Option* find_long(std::string_view name) noexcept {
  const auto* const found = std::find_if(std::begin(options), std::end(options),
                                         [&](const Option& one) { return one.name == name; });
  return found == std::end(options) ? nullptr : found;
}

const Option* find_short(char letter) noexcept {
  const auto* const found =
      std::find_if(std::begin(options), std::end(options),
                   [&](const Option& one) { return one.letter != 0 && one.letter == letter; });
  return found == std::end(options) ? nullptr : found;
}

// Neither the values of options nor their neighbours are repeated: one might be a secret.
wire::Error unknown_option(std::string_view option) {
  return unreadable("curl's option " + std::string(option) +
                    " is not known here: leave it out if it does not change the request");
}

class Command {
 public:
  Result<void> take(std::vector<std::string> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::string& word = words[i];
      if (word.size() < 2 || word.front() != '-' || only_words_) {
        PAIL_TRY(apply(Means::url, std::move(word)));
      } else if (word == "--") {
        only_words_ = true;
      } else if (word.starts_with("--")) {
        const Option* const option = find_long(std::string_view(word).substr(2));
        if (option == nullptr) return unknown_option(word);
        PAIL_TRY(take_value(*option, {}, words, i));
      } else {
        PAIL_TRY(take_letters(std::string(word), words, i));
      }
    }
    return wire::ok();
  }

  Result<CapturedRequest> finish() {
    if (url_.empty()) return unreadable("the command has no URL");
    if (sigv4_) {
      return unreadable(
          "--aws-sigv4 has curl sign the request when it runs, so that there is no signature in "
          "this line. Run it with --verbose and give the lines that begin with '>'");
    }
    PAIL_TRY(put_data());
    PAIL_TRY(take_url(request_, url_));
    append_file_name();
    if (user_ && !has_header(request_, "Authorization")) {
      add_header(request_, "Authorization", "Basic ***");
      request_.notes.emplace_back(
          "--user without --aws-sigv4 is Basic authentication, which S3 does not have.");
    }
    request_.method = method();
    return std::move(request_);
  }

 private:
  // "-sSXPUT": letters without a value, then at most one with it.
  Result<void> take_letters(std::string word, std::vector<std::string>& words, std::size_t& i) {
    for (std::size_t at = 1; at < word.size(); ++at) {
      const Option* const option = find_short(word[at]);
      if (option == nullptr) return unknown_option(std::string("-") + word[at]);
      const bool last = takes_value(option->means);
      PAIL_TRY(take_value(*option, last ? word.substr(at + 1) : std::string(), words, i));
      if (last) break;
    }
    return wire::ok();
  }

  Result<void> take_value(const Option& option, std::string value, std::vector<std::string>& words,
                          std::size_t& i) {
    if (takes_value(option.means) && value.empty()) {
      if (i + 1 == words.size()) {
        return unreadable("curl's option --" + std::string(option.name) + " lacks its value");
      }
      value = std::move(words[++i]);
    }
    return apply(option.means, std::move(value));
  }

  Result<void> apply(Means means, std::string value) {
    switch (means) {
      case Means::nothing:
      case Means::nothing_value:
        break;
      case Means::get:
        get_ = true;
        break;
      case Means::head:
        head_ = true;
        break;
      case Means::sigv4:
        sigv4_ = true;
        break;
      case Means::user:
        user_ = true;
        break;
      case Means::form:
        return unreadable(
            "--form makes a body that is not in this line: give the request as raw HTTP");
      case Means::url:
        if (!url_.empty()) return unreadable("the command has two URLs: give one at a time");
        url_ = std::move(value);
        break;
      case Means::method:
        method_ = std::move(value);
        break;
      case Means::upload:
        upload_ = std::move(value);
        break;
      case Means::header:
        return take_header(value);
      case Means::data:
      case Means::data_raw:
      case Means::data_urlencode:
      case Means::json:
        take_data(means, value);
        break;
      case Means::user_agent:
        add_header(request_, "User-Agent", value);
        break;
      case Means::referer:
        add_header(request_, "Referer", value);
        break;
      case Means::cookie:
        add_header(request_, "Cookie", value);
        break;
    }
    return wire::ok();
  }

  // "Name: value", "Name;" for an empty one, "Name:" for none where curl would send its own.
  Result<void> take_header(std::string_view line) {
    if (line.starts_with('@')) return unreadable("--header @FILE: give the headers themselves");
    const std::size_t colon = line.find(':', 1);
    if (colon == std::string_view::npos) {
      if (line.ends_with(';')) add_header(request_, line.substr(0, line.size() - 1), {});
      return wire::ok();  // curl ignores anything else
    }
    const std::string_view name = wire::trim(line.substr(0, colon));
    const std::string_view value = wire::trim(line.substr(colon + 1));
    if (name == ":authority") {
      add_header(request_, "Host", value);
    } else if (value.empty()) {
      removed_.emplace_back(name);
    } else if (!name.starts_with(':')) {
      add_header(request_, name, value);
    }
    return wire::ok();
  }

  void take_data(Means means, std::string_view value) {
    const bool names_file = means == Means::data_urlencode
                                ? value.find_first_of("@=") != std::string_view::npos &&
                                      value[value.find_first_of("@=")] == '@'
                                : means != Means::data_raw && value.starts_with('@');
    json_ = json_ || means == Means::json;
    if (!data_) data_.emplace();
    if (names_file) {
      data_in_file_ = true;
      return;
    }
    if (!data_->empty() && means != Means::json) *data_ += '&';
    data_->append(means == Means::data_urlencode ? urlencoded(value) : std::string(value));
  }

  static std::string urlencoded(std::string_view value) {
    const std::size_t equals = value.find('=');
    if (equals == std::string_view::npos) return wire::percent_encode(value, false);
    std::string name(value.substr(0, equals));
    if (!name.empty()) name += '=';
    return name + wire::percent_encode(value.substr(equals + 1), false);
  }

  Result<void> put_data() {
    if (!data_) {
      if (upload_.empty()) request_.body.emplace();
      return wire::ok();
    }
    if (get_) {
      if (data_in_file_) return unreadable("--get with data of a file: give the data itself");
      url_ += url_.find('?') == std::string::npos ? '?' : '&';
      url_ += *data_;
      request_.body.emplace();
      return wire::ok();
    }
    if (json_) add_unless_given("Content-Type", "application/json");
    if (json_) add_unless_given("Accept", "application/json");
    add_unless_given("Content-Type", "application/x-www-form-urlencoded");
    if (!data_in_file_) request_.body = *data_;
    return wire::ok();
  }

  void add_unless_given(std::string_view name, std::string_view value) {
    const bool removed = std::any_of(removed_.begin(), removed_.end(),
                                     [&](const auto& one) { return wire::iequals(one, name); });
    if (!removed && !has_header(request_, name)) add_header(request_, name, value);
  }

  // curl gives an upload to a folder the name of the file.
  void append_file_name() {
    const bool folder = request_.target.ends_with('/');
    if (upload_.empty() || upload_ == "-" || upload_ == "." || !folder) return;
    const std::string name = upload_.substr(upload_.rfind('/') + 1);  // npos + 1 is 0
    request_.target += wire::percent_encode(name, false);
  }

  std::string method() const {
    if (!method_.empty()) return method_;
    if (head_) return "HEAD";
    if (!upload_.empty()) return "PUT";
    return data_ && !get_ ? "POST" : "GET";
  }

  CapturedRequest request_;
  std::string url_, method_, upload_;
  std::optional<std::string> data_;
  std::vector<std::string> removed_;
  bool get_ = false, head_ = false, sigv4_ = false, user_ = false, json_ = false;
  bool data_in_file_ = false, only_words_ = false;
};

// "$ curl" as pasted from a terminal, "NAME=value curl", "/usr/bin/curl".
bool is_curl(std::string_view word) noexcept {
  return word == "curl" || word.ends_with("/curl") || word == "curl.exe";
}

}  // namespace

Result<CapturedRequest> capture_curl(std::string_view text) {
  text = wire::trim(text);
  if (text.starts_with("$ ")) text.remove_prefix(2);
  PAIL_TRY(std::vector<std::string> words, shell_words(text));
  const auto curl = std::find_if(words.begin(), words.end(), is_curl);
  const bool first = std::all_of(words.begin(), curl, [](const std::string& word) {
    return word.find('=') != std::string::npos;  // an assignment
  });
  if (curl == words.end() || !first) return unreadable("this is no curl command");
  Command command;
  PAIL_TRY(command.take({std::make_move_iterator(curl + 1), std::make_move_iterator(words.end())}));
  return command.finish();
}

}  // namespace pail::signer::explain
