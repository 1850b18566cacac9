#include "signer/explain/doctor.hpp"

#include <algorithm>
#include <optional>

#include "signer/explain/mistakes.hpp"
#include "signer/explain/writings.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

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

// One way of one mistake that changes this request's signature.
struct Candidate {
  const SignatureRow* row;
  unsigned way;
  std::string canonical_text;  // V4: what its string to sign ends in
};

class Search {
 public:
  Search(const Exhibit& exhibit, Form form)
      : request_{exhibit, form, texts_},
        key_(exhibit.keys.find(exhibit.refusal.detail("AWSAccessKeyId"))),
        writings_(exhibit.refusal.detail("SignatureProvided"), request_.is_v4()) {}

  bool searchable() { return key_ && prepare(); }

  void run() {
    if (!try_singles()) try_pairs();
  }

  // What was found: none, one or two.
  const std::vector<const SignatureRow*>& found() const noexcept { return found_; }
  std::size_t attempts() const noexcept { return attempts_; }
  std::string_view other_access_key() const noexcept { return other_access_key_; }

 private:
  bool prepare() {
    base_.recipe.key = key_.get();
    if (!rebuild(request_, base_)) return false;
    canonical_text_ = canonical_text(base_);
    seen_.emplace_back(sign(base_, canonical_text_));
    return true;
  }

  bool exhausted() const noexcept { return attempts_ >= attempts_max || work_ >= work_bytes_max; }

  // The draft becomes the request with that mistake made.
  bool apply(Draft& draft, const SignatureRow& row, unsigned way) const {
    return row.apply(draft, request_, way);
  }

  std::string canonical_text(const Draft& draft) {
    if ((request_.form & (v4_header | v4_query)) == 0) return {};
    buffer_.clear();
    append_canonical(buffer_, draft);
    work_ += buffer_.size();
    if (!draft.layout.hashed) return buffer_;
    std::string hash = wire::to_hex(wire::sha256(wire::as_bytes(buffer_)));
    if (draft.layout.upper_case_hash) {
      for (char& c : hash) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return hash;
  }

  std::string_view sign(const Draft& draft, std::string_view canonical) {
    buffer_.clear();
    append_string_to_sign(buffer_, draft, request_.form, canonical);
    work_ += buffer_.size();
    ++attempts_;
    return kitchen_.sign(draft.recipe, buffer_);
  }

  // Only mistakes that change what is signed or with what; each change once.
  bool try_singles() {
    for (const SignatureRow& row : signature_rows()) {
      if ((row.forms & request_.form) == 0) continue;
      for (unsigned way = 0; !exhausted(); ++way) {
        draft_ = base_;
        const std::size_t mark = texts_.mark();
        const bool made = apply(draft_, row, way);
        const bool hit = made && try_single(row, way);
        texts_.rewind(mark);
        if (hit) return true;
        if (!made) break;
      }
    }
    return false;
  }

  bool try_single(const SignatureRow& row, unsigned way) {
    if (row.part == Part::writing) {
      if (writings_.read_as(draft_.writing) != nullptr) candidates_.push_back({&row, way, {}});
      return is_claimed(draft_, seen_.front(), {&row});
    }
    std::string canonical = touches_canonical(row) ? canonical_text(draft_) : canonical_text_;
    const std::string_view digest = sign(draft_, canonical);
    if (std::find(seen_.begin(), seen_.end(), digest) != seen_.end()) return false;
    seen_.emplace_back(digest);
    candidates_.push_back({&row, way, std::move(canonical)});
    return is_claimed(draft_, digest, {&row});
  }

  static bool touches_canonical(const SignatureRow& row) noexcept { return row.part < Part::date; }

  // The likeliest two first: by the sum of their places.
  bool try_pairs() {
    const std::size_t count = candidates_.size();
    for (std::size_t sum = 1; sum + 2 < 2 * count; ++sum) {
      for (std::size_t a = sum < count ? 0 : sum - count + 1; 2 * a < sum; ++a) {
        if (exhausted()) return false;
        if (try_pair(candidates_[a], candidates_[sum - a])) return true;
      }
    }
    return false;
  }

  bool try_pair(const Candidate& likelier, const Candidate& other) {
    if (likelier.row->part == other.row->part) return false;
    const bool in_order = likelier.row->part < other.row->part;
    const Candidate& first = in_order ? likelier : other;
    const Candidate& second = in_order ? other : likelier;
    draft_ = base_;
    const std::size_t mark = texts_.mark();
    const bool made = apply(draft_, *first.row, first.way) &&
                      apply(draft_, *second.row, second.way) && could_be_claimed(draft_);
    const bool hit =
        made && is_claimed(draft_, sign_pair(first, second), {likelier.row, other.row});
    texts_.rewind(mark);
    return hit;
  }

  // Renders the canonical request only where both have touched it.
  std::string_view sign_pair(const Candidate& first, const Candidate& second) {
    if (touches_canonical(*second.row)) return sign(draft_, canonical_text(draft_));
    return sign(draft_, touches_canonical(*first.row) ? std::string_view(first.canonical_text)
                                                      : std::string_view(canonical_text_));
  }

  bool could_be_claimed(const Draft& draft) const noexcept {
    const std::string* const claimed = writings_.read_as(draft.writing);
    return claimed != nullptr && claimed->size() == digest_size(draft.recipe.hash);
  }

  static std::size_t digest_size(Hash hash) noexcept {
    return hash == Hash::sha1 ? sizeof(wire::Sha1Digest) : sizeof(wire::Sha256Digest);
  }

  bool is_claimed(const Draft& draft, std::string_view digest,
                  std::vector<const SignatureRow*> rows) {
    const std::string* const claimed = writings_.read_as(draft.writing);
    if (claimed == nullptr || !wire::constant_time_equal(*claimed, digest)) return false;
    found_ = std::move(rows);
    if (draft.recipe.key != key_.get()) other_access_key_ = draft.recipe.key->access_key();
    return true;
  }

  Texts texts_;
  Case request_;
  std::shared_ptr<const Key> key_;
  Writings writings_;
  Kitchen kitchen_;
  Draft base_, draft_;
  std::string canonical_text_;  // of base_
  std::string buffer_;
  std::vector<std::string> seen_;  // digests; the first is base_'s
  std::vector<Candidate> candidates_;
  std::vector<const SignatureRow*> found_;
  std::size_t attempts_ = 0;
  std::size_t work_ = 0;
  std::string other_access_key_;
};

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
  if (!search.searchable()) return not_searched();
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
