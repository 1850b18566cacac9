// What an exchange leaves behind when it is over: a count, a line for whoever logs, and an entry in
// its world's journal. All of it before the answer goes out, so that a client that has its answer
// finds the entry. Signatures and secrets are shortened first: see redact.hpp.
#include "emulator/pipeline.hpp"
#include "emulator/redact.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

// Ours: what the texts of most exchanges fit into, so that they are allocated once; and what glibc
// hands out without looking around (its thread cache ends at 1,032 bytes).
constexpr std::size_t texts_bytes_usual = 1000;

void append_lines(std::string& out, const wire::Headers& headers) {
  for (const wire::Header& each : headers) append_redacted_header(out, each.name, each.value);
}

// Also says which version the answer names. An answer's secrets stand in its body, or, where it
// sends the client on to a URL of its own making, in Location.
void append_lines(std::string& out, const wire::FieldBlock& fields, std::string_view& version_id) {
  constexpr std::string_view location = "Location: ", version = "x-amz-version-id: ";
  if (!fields.may_have("Location") && !fields.may_have("x-amz-version-id")) {
    out += fields.text();
    return;
  }
  std::string_view text = fields.text();
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\r'));
    text.remove_prefix(std::min(text.size(), line.size() + 2));
    if (line.starts_with(location)) {
      append_redacted_header(out, "Location", line.substr(location.size()));
      continue;
    }
    if (line.starts_with(version)) version_id = line.substr(version.size());
    out.append(line) += '\n';
  }
}

}  // namespace

// A refusal of what a good head announced (a chunk with a wrong signature) counts as one, too.
Judgement Exchange::judgement(const wire::Error* refusal) const noexcept {
  if (judged_ == Judged::no || wiring_.auth == AuthMode::off) return Judgement::none;
  if (waived_) return Judgement::waived;
  const bool doubted = refusal != nullptr && refusal->code() == wire::Errc::SignatureDoesNotMatch;
  if (judged_ == Judged::begun || doubted) return Judgement::refused;
  return verdict_.key ? Judgement::accepted : Judgement::anonymous;
}

std::string_view Exchange::claimed_key() const {
  if (verdict_.key) return verdict_.key->access_key();
  if (!form_access_key_.empty()) return form_access_key_;
  return claimed_access_key(request_.headers, query_);
}

// Why authentication failed, and what the doctor says about it.
std::string Exchange::reason(Judgement judgement, const wire::Error* refusal) const {
  std::string reason;
  if (judgement == Judgement::waived) reason = wire::describe(*waived_);
  if (judgement == Judgement::refused && refusal != nullptr) reason = wire::describe(*refusal);
  if (explanation_ && !explanation_->for_log.empty()) {
    reason.append(reason.empty() ? "" : " ").append(explanation_->for_log);
  }
  return reason;
}

// All but the texts that are made for it.
world::JournalNote Exchange::note_on(const Reply& reply, const wire::Error* refusal,
                                     Judgement judgement) const {
  world::JournalNote note;
  note.time = now_;
  note.request_id = query_id_.empty() ? ids_.request_id() : query_id_;
  note.peer = request_.peer;
  note.tls = request_.tls;
  note.method = request_.method;
  note.operation = route_.operation != nullptr ? route_.operation->name : query_action_;
  note.bucket = address_.bucket;
  note.key = address_.key;
  if (identity_) note.identity = identity_->arn;
  note.access_key = claimed_key();
  if (verdict_.key) note.scheme = signer::name(verdict_.scheme);
  note.verdict = name(judgement);
  note.status = reply.status;
  if (refusal != nullptr) note.code = refusal->code_text();
  note.bytes_in = bytes_in_;
  note.bytes_out = is_head() ? 0 : reply.body_size();
  if (trouble_) tell_trouble(note);
  note.duration = std::max(wiring_.machine_clock->now() - began_, std::chrono::microseconds(0));
  return note;
}

// `texts`, which is empty, keeps what the note then points to.
void Exchange::add_texts(world::JournalNote& note, std::string& texts, const Reply& reply) const {
  texts.reserve(texts_bytes_usual);
  append_redacted_target(texts, request_.target);
  const std::size_t target_end = texts.size();
  append_lines(texts, request_.headers);
  const std::size_t headers_end = texts.size();
  std::string_view made_version;
  append_lines(texts, reply.fields, made_version);
  const std::string_view all = texts;
  note.target = all.substr(0, target_end);
  note.headers = all.substr(target_end, headers_end - target_end);
  note.response_headers = all.substr(headers_end);
  note.version_id = query_.value("versionId").value_or(made_version);
}

// The time is the world's, not the one that a rule had it judged at.
void Exchange::tell_trouble(world::JournalNote& note) const {
  const world::FaultAction& action = trouble_->action;
  note.faults = trouble_->rules;
  if (action.clock_offset) note.time -= *action.clock_offset;
  if (note.code.empty() && action.error_in_200) {
    note.code = wire::info(action.error_in_200->code).code;
  }
}

void Exchange::log(const world::JournalNote& note) const {
  const std::string warning = waived_ ? wire::describe(*waived_) : std::string();
  wiring_.on_finished(
      {.request_id = note.request_id,
       .peer = note.peer,
       .method = note.method,
       .target = note.target,
       .operation = note.operation,
       .access_key = note.access_key,
       .scheme = note.scheme,
       .status = note.status,
       .error_code = note.code,
       .auth_warning = warning,
       .explanation = explanation_ ? std::string_view(explanation_->for_log) : std::string_view{}});
}

void Exchange::report(const Reply& reply, const wire::Error* refusal) const {
  if (is_trusted_) return;
  const Judgement judged = judgement(refusal);
  world::JournalNote note = note_on(reply, refusal, judged);
  std::string texts;
  add_texts(note, texts, reply);
  const std::string why = reason(judged, refusal);
  note.reason = why;
  wiring_.metrics.count({.operation = note.operation,
                         .status = note.status,
                         .code = note.code,
                         .scheme = verdict_.scheme,
                         .judgement = judged,
                         .bytes_in = note.bytes_in,
                         .bytes_out = note.bytes_out,
                         .duration = note.duration,
                         .faults = note.faults.size()});
  if (wiring_.on_finished) log(note);
  world_->journal().add(note);
}

void Exchange::abandon() const noexcept try {
  Reply nothing;
  nothing.status = 0;
  report(nothing, nullptr);
} catch (const std::exception&) {
  // No memory for the entry: a destructor calls this, and nobody could be told.
}

}  // namespace pail::emulator
