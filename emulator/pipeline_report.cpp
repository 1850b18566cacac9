// What an exchange leaves behind when it is over: a count, a line for whoever logs, and an entry in
// its world's journal. All of it before the answer goes out, so that a client that has its answer
// finds the entry. Signatures and secrets are shortened first: see redact.hpp.
#include "emulator/pipeline.hpp"
#include "emulator/redact.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

// Ours: what most heads fit into, so that their text is allocated once.
constexpr std::size_t head_bytes_usual = 512;

std::string lines_of(const wire::Headers& headers) {
  std::string lines;
  lines.reserve(head_bytes_usual);
  for (const wire::Header& each : headers) append_redacted_header(lines, each.name, each.value);
  return lines;
}

// Also says which version the answer names. An answer's secrets stand in its body, or, where it
// sends the client on to a URL of its own making, in Location.
std::string lines_of(const wire::FieldBlock& fields, std::string_view& version_id) {
  std::string lines;
  std::string_view text = fields.text();
  lines.reserve(text.size());
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\r'));
    text.remove_prefix(std::min(text.size(), line.size() + 2));
    const std::size_t colon = std::min(line.find(": "), line.size() - 2);
    const std::string_view name = line.substr(0, colon), value = line.substr(colon + 2);
    if (name == "Location") {
      append_redacted_header(lines, name, value);
    } else {
      lines.append(line).append("\n");
    }
    if (name == "x-amz-version-id") version_id = value;
  }
  return lines;
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

world::JournalEntry Exchange::entry(const Reply& reply, const wire::Error* refusal) const {
  const Judgement judged = judgement(refusal);
  const auto asked_version = query_.value("versionId");
  world::JournalEntry entry;
  std::string_view version_id;
  entry.response_headers = lines_of(reply.fields, version_id);
  entry.version_id = asked_version ? *asked_version : version_id;
  entry.time = now_;
  entry.request_id = query_id_.empty() ? ids_.request_id() : query_id_;
  entry.peer = request_.peer;
  entry.tls = request_.tls;
  entry.method = request_.method;
  entry.target = redacted_target(request_.target);
  entry.headers = lines_of(request_.headers);
  entry.operation = route_.operation != nullptr ? route_.operation->name : query_action_;
  entry.bucket = address_.bucket;
  entry.key = address_.key;
  if (identity_) entry.identity = identity_->arn;
  entry.access_key = claimed_key();
  if (verdict_.key) entry.scheme = signer::name(verdict_.scheme);
  entry.verdict = name(judged);
  entry.reason = reason(judged, refusal);
  entry.status = reply.status;
  if (refusal != nullptr) entry.code = refusal->code_text();
  entry.bytes_in = bytes_in_;
  entry.bytes_out = is_head() ? 0 : reply.body_size();
  if (trouble_) tell_trouble(entry);
  entry.duration = std::max(wiring_.machine_clock->now() - began_, std::chrono::microseconds(0));
  return entry;
}

// The time is the world's, not the one that a rule had it judged at.
void Exchange::tell_trouble(world::JournalEntry& entry) const {
  const world::FaultAction& action = trouble_->action;
  entry.faults = trouble_->rules;
  if (action.clock_offset) entry.time -= *action.clock_offset;
  if (entry.code.empty() && action.error_in_200) {
    entry.code = wire::info(action.error_in_200->code).code;
  }
}

void Exchange::log(const world::JournalEntry& entry) const {
  const std::string warning = waived_ ? wire::describe(*waived_) : std::string();
  wiring_.on_finished(
      {.request_id = entry.request_id,
       .peer = entry.peer,
       .method = entry.method,
       .target = entry.target,
       .operation = entry.operation,
       .access_key = entry.access_key,
       .scheme = entry.scheme,
       .status = entry.status,
       .error_code = entry.code,
       .auth_warning = warning,
       .explanation = explanation_ ? std::string_view(explanation_->for_log) : std::string_view{}});
}

void Exchange::report(const Reply& reply, const wire::Error* refusal) const {
  if (is_trusted_) return;
  world::JournalEntry done = entry(reply, refusal);
  wiring_.metrics.count({.operation = done.operation,
                         .status = done.status,
                         .code = done.code,
                         .scheme = verdict_.scheme,
                         .judgement = judgement(refusal),
                         .bytes_in = done.bytes_in,
                         .bytes_out = done.bytes_out,
                         .duration = done.duration,
                         .faults = done.faults.size()});
  if (wiring_.on_finished) log(done);
  world_->journal().add(std::move(done));
}

void Exchange::abandon() const noexcept try {
  Reply nothing;
  nothing.status = 0;
  report(nothing, nullptr);
} catch (const std::exception&) {
  // No memory for the entry: a destructor calls this, and nobody could be told.
}

}  // namespace pail::emulator
