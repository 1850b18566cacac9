#include "signer/explain/search.hpp"

#include <algorithm>
#include <utility>

#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::signer::explain {
namespace {

// Measured: what one attempt costs beside its bytes, in bytes hashed: mistakes made, an HMAC.
constexpr std::size_t attempt_bytes = 256;
// Measured: what deriving a key costs, in the same measure: twelve blocks of SHA-256, some copies.
constexpr std::size_t derivation_bytes = 1024;

bool touches_canonical(const SignatureRow& row) noexcept {
  return row.part < Part::date;
}

bool touches_key(const SignatureRow& row) noexcept {
  return row.part >= Part::scope && row.part < Part::writing;
}

std::size_t digest_size(Hash hash) noexcept {
  return hash == Hash::sha1 ? sizeof(wire::Sha1Digest) : sizeof(wire::Sha256Digest);
}

}  // namespace

Search::Search(const Exhibit& exhibit, Form form)
    : request_{exhibit, form, texts_},
      key_(exhibit.keys.find(exhibit.refusal.detail("AWSAccessKeyId"))),
      writings_(exhibit.refusal.detail("SignatureProvided"), request_.is_v4()) {}

bool Search::prepare() {
  base_.recipe.key = key_.get();
  if (!key_ || !rebuild(request_, base_)) return false;
  canonical_text_ = canonical_text(base_);
  right_dish_ = std::make_shared<const Dish>(base_.recipe);
  sign(base_, canonical_text_, *right_dish_);
  right_digest_ = digest_;
  seen_.insert(digest_);
  return true;
}

void Search::run() {
  if (!try_singles()) try_pairs();
}

bool Search::try_singles() {
  for (const SignatureRow& row : signature_rows()) {
    if ((row.forms & request_.form) == 0) continue;
    for (unsigned way = 0; !exhausted(); ++way) {
      draft_ = base_;
      const std::size_t mark = texts_.mark();
      const bool made = row.apply(draft_, request_, way);
      const bool hit = made && try_single(row, way);
      texts_.rewind(mark);
      if (hit) return true;
      if (!made) break;
    }
  }
  return false;
}

// Only what changes the signature becomes a candidate, and each change once.
bool Search::try_single(const SignatureRow& row, unsigned way) {
  Candidate candidate{&row, way, 0, canonical_text_, right_dish_};
  if (row.part == Part::writing) {
    if (writings_.read_as(draft_.writing) == nullptr) return false;
    digest_ = right_digest_;
  } else {
    if (touches_canonical(row)) candidate.canonical_text = canonical_text(draft_);
    if (touches_key(row)) candidate.dish = derived();
    sign(draft_, candidate.canonical_text, *candidate.dish);
    if (!seen_.insert(digest_).second) return false;
  }
  add_candidate(std::move(candidate));
  return is_claimed() && found({&row});
}

void Search::add_candidate(Candidate candidate) {
  const bool again = !candidates_.empty() && candidates_.back().row == candidate.row;
  if (again) candidate.rank = candidates_.back().rank + 1;
  candidates_.push_back(std::move(candidate));
}

// The likeliest two first: by the sum of their places, where each row's first way comes before any
// row's second.
bool Search::try_pairs() {
  std::stable_sort(candidates_.begin(), candidates_.end(),
                   [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
  const std::size_t count = candidates_.size();
  for (std::size_t sum = 1; sum + 2 < 2 * count; ++sum) {
    for (std::size_t a = sum < count ? 0 : sum - count + 1; 2 * a < sum; ++a) {
      if (exhausted()) return false;
      if (try_pair(candidates_[a], candidates_[sum - a])) return true;
    }
  }
  return false;
}

bool Search::try_pair(const Candidate& likelier, const Candidate& other) {
  if (likelier.row->part == other.row->part) return false;
  const bool in_order = likelier.row->part < other.row->part;
  const Candidate& first = in_order ? likelier : other;
  const Candidate& second = in_order ? other : likelier;
  draft_ = base_;
  const std::size_t mark = texts_.mark();
  const bool made = (is_known(first, second) || first.row->apply(draft_, request_, first.way)) &&
                    second.row->apply(draft_, request_, second.way) && could_be_claimed();
  if (made) sign_pair(first, second);
  texts_.rewind(mark);
  return made && is_claimed() && found({likelier.row, other.row});
}

// Whether all that the first mistake changes has been rendered: then it need not be made again.
bool Search::is_known(const Candidate& first, const Candidate& second) const noexcept {
  return (request_.form & (v4_header | v4_query)) != 0 && first.row->part < Part::layout &&
         !touches_canonical(*second.row);
}

std::shared_ptr<const Dish> Search::derived() {
  work_bytes_ += derivation_bytes;
  return std::make_shared<const Dish>(draft_.recipe);
}

// Renders the canonical request, and derives the key, only where both have touched it.
void Search::sign_pair(const Candidate& first, const Candidate& second) {
  std::string both;
  if (touches_canonical(*second.row)) both = canonical_text(draft_);
  const std::string& canonical = touches_canonical(*second.row) ? both : first.canonical_text;
  if (touches_key(*first.row) && touches_key(*second.row)) {
    sign(draft_, canonical, *derived());
  } else {
    sign(draft_, canonical, touches_key(*first.row) ? *first.dish : *second.dish);
  }
}

bool Search::exhausted() const noexcept {
  return attempts_ >= attempts_max || work_bytes_ >= work_bytes_max;
}

std::string Search::canonical_text(const Draft& draft) {
  if ((request_.form & (v4_header | v4_query)) == 0) return {};
  buffer_.clear();
  append_canonical(buffer_, draft);
  work_bytes_ += buffer_.size();
  if (!draft.layout.hashed) return buffer_;
  std::string hash = wire::to_hex(wire::sha256(wire::as_bytes(buffer_)));
  if (draft.layout.upper_case_hash) {
    for (char& c : hash) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return hash;
}

void Search::sign(const Draft& draft, std::string_view canonical, const Dish& dish) {
  buffer_.clear();
  append_string_to_sign(buffer_, draft, request_.form, canonical);
  work_bytes_ += buffer_.size() + attempt_bytes;
  ++attempts_;
  dish.sign(buffer_, digest_);
}

bool Search::could_be_claimed() const noexcept {
  const std::string* const claimed = writings_.read_as(draft_.writing);
  return claimed != nullptr && claimed->size() == digest_size(draft_.recipe.hash);
}

bool Search::is_claimed() const noexcept {
  const std::string* const claimed = writings_.read_as(draft_.writing);
  return claimed != nullptr && wire::constant_time_equal(*claimed, digest_);
}

bool Search::found(std::vector<const SignatureRow*> rows) {
  found_ = std::move(rows);
  if (draft_.recipe.key != key_.get()) other_access_key_ = draft_.recipe.key->access_key();
  return true;
}

}  // namespace pail::signer::explain
