#include "cli/explain_report.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <vector>

#include "cli/listen.hpp"
#include "emulator/redact.hpp"
#include "wire/date.hpp"

namespace pail::cli {
namespace {

namespace explain = signer::explain;
namespace json = boost::json;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t end; (end = text.find('\n')) != std::string_view::npos;) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  lines.push_back(text);
  return lines;
}

std::string_view clock_words(explain::ClockUsed used) {
  switch (used) {
    case explain::ClockUsed::as_told:
      return "--now";
    case explain::ClockUsed::of_the_request:
      return "the request's own";
    case explain::ClockUsed::of_the_machine:
      return "this machine's: the request has no readable date";
  }
  return {};
}

// What each line of a text is, so that an empty one can be told from another.
std::string_view label_v2(std::size_t line, std::size_t count) {
  constexpr std::string_view first[] = {"method", "Content-MD5", "Content-Type", "date"};
  if (line + 1 == count) return "resource";
  return line < std::size(first) ? first[line] : "x-amz-*";
}

std::string_view label_v4(std::size_t line, std::size_t) {
  constexpr std::string_view all[] = {"algorithm", "date", "scope", "hash of the below"};
  return line < std::size(all) ? all[line] : "";
}

std::string_view label_canonical(std::size_t line, std::size_t count) {
  constexpr std::string_view first[] = {"method", "path", "query"};
  if (line + 1 == count) return "payload hash";
  if (line + 2 == count) return "signed headers";
  if (line + 3 == count) return "(end of headers)";
  return line < std::size(first) ? first[line] : "header";
}

std::string_view label_form(std::size_t, std::size_t) {
  return "policy";
}

using Label = std::string_view (*)(std::size_t line, std::size_t count);

Label label_for(const explain::Retrial& retrial) {
  if (!retrial.canonical_request.empty()) return label_v4;
  const bool one_line = retrial.string_to_sign.find('\n') == std::string::npos;
  return one_line ? label_form : label_v2;
}

void append_text(std::string& out, std::string_view title, std::string_view text, Label label) {
  if (text.empty()) return;
  out += fmt::format("\n{}\n", title);
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += fmt::format("  {:<17} |{}\n", label(i, lines.size()), printable(lines[i]));
  }
}

std::string verdict_words(const explain::Retrial& retrial) {
  if (retrial.good()) return fmt::format("good ({})", signer::name(retrial.scheme));
  if (!retrial.refusal) return "no signature: S3 takes the request for anonymous";
  return "refused: " + printable(wire::describe(*retrial.refusal));
}

void append_diagnosis(std::string& out, const explain::Diagnosis& diagnosis) {
  if (diagnosis.mistakes.empty()) {
    out += fmt::format("\n{}\n", printable(diagnosis.summary));
    return;
  }
  for (const explain::Mistake* const mistake : diagnosis.mistakes) {
    out += fmt::format("\nwhat was wrong   {}\nhow to mend it   {}\nthe rule         {} ({})\n",
                       mistake->what, mistake->fix, mistake->fact, mistake->id);
  }
  if (!diagnosis.other_access_key.empty()) {
    out +=
        fmt::format("signed with      the secret of {}\n", printable(diagnosis.other_access_key));
  }
}

// What S3 prints beside code and message, but for the texts that have a place of their own.
bool shown_elsewhere(std::string_view element) {
  return element.starts_with("StringToSign") || element.starts_with("CanonicalRequest");
}

json::array mistakes_array(const std::vector<const explain::Mistake*>& mistakes) {
  json::array all;
  for (const explain::Mistake* const one : mistakes) {
    all.push_back({{"id", one->id}, {"what", one->what}, {"fix", one->fix}, {"fact", one->fact}});
  }
  return all;
}

json::object refusal_object(const wire::Error& refusal) {
  json::object elements;
  for (const wire::NamedText& element : refusal.details()) {
    if (!shown_elsewhere(element.name)) elements[element.name] = element.value;
  }
  return {{"code", refusal.code_text()},
          {"status", refusal.status()},
          {"message", refusal.message().value_or("")},
          {"elements", std::move(elements)}};
}

std::vector<const explain::Mistake*> whole_catalogue() {
  std::vector<const explain::Mistake*> all;
  for (const explain::Mistake& mistake : explain::catalogue()) all.push_back(&mistake);
  return all;
}

}  // namespace

std::string explain_text(const explain::CapturedRequest& request, const explain::Retrial& retrial) {
  std::string out =
      fmt::format("request          {} {}\nsignature        {}\nclock            {} ({})\n",
                  printable(request.method), printable(emulator::redacted_target(request.target)),
                  verdict_words(retrial), wire::format_iso_extended(retrial.clock),
                  clock_words(retrial.clock_used));
  if (retrial.refusal) {
    for (const wire::NamedText& element : retrial.refusal->details()) {
      if (shown_elsewhere(element.name)) continue;
      out += fmt::format("  {:<17} {}\n", element.name, printable(element.value));
    }
  }
  if (retrial.diagnosis) append_diagnosis(out, *retrial.diagnosis);
  for (const std::string& note : retrial.notes) out += fmt::format("\nnote: {}\n", note);
  append_text(out, "the server signs", retrial.string_to_sign, label_for(retrial));
  append_text(out, "hash of this", retrial.canonical_request, label_canonical);
  return out;
}

std::string explain_json(const explain::CapturedRequest& request, const explain::Retrial& retrial) {
  json::object out{{"good", retrial.good()},
                   {"method", request.method},
                   {"target", emulator::redacted_target(request.target)},
                   {"clock", wire::format_iso_extended(retrial.clock)},
                   {"clock_is", clock_words(retrial.clock_used)},
                   {"string_to_sign", retrial.string_to_sign},
                   {"canonical_request", retrial.canonical_request},
                   {"notes", json::array(retrial.notes.begin(), retrial.notes.end())}};
  if (!retrial.refusal) out["scheme"] = signer::name(retrial.scheme);
  if (retrial.refusal) out["refusal"] = refusal_object(*retrial.refusal);
  if (retrial.diagnosis) {
    out["mistakes"] = mistakes_array(retrial.diagnosis->mistakes);
    out["summary"] = retrial.diagnosis->summary;
    if (!retrial.diagnosis->other_access_key.empty()) {
      out["signed_with_secret_of"] = retrial.diagnosis->other_access_key;
    }
  }
  return json::serialize(out);
}

std::string mistakes_text() {
  std::string out;
  for (const explain::Mistake* const mistake : whole_catalogue()) {
    out += fmt::format("{}\n  {}\n  {}\n  {}\n\n", mistake->id, mistake->what, mistake->fix,
                       mistake->fact);
  }
  return out;
}

std::string mistakes_json() {
  return json::serialize(mistakes_array(whole_catalogue()));
}

}  // namespace pail::cli
