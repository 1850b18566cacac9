#include "signer/explain/doctor.hpp"

#include <optional>

#include "signer/explain/search.hpp"

namespace pail::signer::explain {
namespace {

// Which of the six forms was judged; nullopt: none that is searched.
std::optional<Form> form_of(const Exhibit& exhibit) {
  const Message& message = exhibit.message;
  const bool v4 = !exhibit.refusal.detail("CanonicalRequest").empty();
  if (message.query.has("X-Amz-Algorithm")) return v4_query;
  if (message.query.has("Signature")) return v2_query;
  if (message.headers.has("authorization")) return v4 ? v4_header : v2_header;
  if (v4 || message.method != "POST") return std::nullopt;
  return exhibit.form_credential.empty() ? v2_form : v4_form;
}

void append_sentence(std::string& out, std::string_view text) {
  if (text.empty()) return;
  if (!out.empty()) out += ' ';
  out += text;
}

void append_mistake(std::string& out, const Mistake& mistake, std::string_view particulars) {
  append_sentence(out, mistake.what);
  append_sentence(out, particulars);
  append_sentence(out, mistake.fix);
  out.append(" (").append(mistake.fact).append(")");
}

Diagnosis not_found(std::string_view access_key, std::size_t attempts) {
  Diagnosis diagnosis;
  diagnosis.summary = "None of the " + std::to_string(signature_rows().size()) +
                      " known mistakes, alone or the likely ones in pairs, gives this signature: "
                      "most likely the secret is not that of ";
  diagnosis.summary.append(access_key)
      .append(". Compare StringToSign with what the client signed.");
  diagnosis.attempts = attempts;
  return diagnosis;
}

Diagnosis not_searched() {
  Diagnosis diagnosis;
  diagnosis.summary =
      "The signature does not match. Only V2 and V4 signatures of whole requests are searched for "
      "mistakes: not SigV4A's, nor those of single chunks.";
  return diagnosis;
}

Diagnosis of_signature(const Exhibit& exhibit) {
  const auto form = form_of(exhibit);
  if (!form) return not_searched();
  Search search(exhibit, *form);
  if (!search.prepare()) return not_searched();
  search.run();
  if (search.found().empty()) {
    return not_found(exhibit.refusal.detail("AWSAccessKeyId"), search.attempts());
  }
  Diagnosis diagnosis;
  for (const SignatureRow* const row : search.found()) {
    diagnosis.mistakes.push_back(row->mistake);
    append_mistake(diagnosis.summary, *row->mistake, {});
  }
  diagnosis.attempts = search.attempts();
  diagnosis.other_access_key = search.other_access_key();
  return diagnosis;
}

}  // namespace

Diagnosis diagnose(const Exhibit& exhibit) {
  for (const RefusalRow& row : refusal_rows()) {
    const auto particulars = row.recognise(exhibit);
    if (!particulars) continue;
    Diagnosis diagnosis;
    diagnosis.mistakes = {row.mistake};
    append_mistake(diagnosis.summary, *row.mistake, *particulars);
    return diagnosis;
  }
  if (exhibit.refusal.code() == wire::Errc::SignatureDoesNotMatch) return of_signature(exhibit);
  Diagnosis diagnosis;
  diagnosis.summary = wire::describe(exhibit.refusal);
  return diagnosis;
}

}  // namespace pail::signer::explain
