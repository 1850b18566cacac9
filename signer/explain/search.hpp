// The search for the mistakes behind one signature: singles in the order of the table, then pairs,
// until one gives what the client sent or the bounds of doctor.hpp are reached. Internal to
// signer/explain/. Used once, by one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "signer/explain/mistakes.hpp"
#include "signer/explain/writings.hpp"

namespace pail::signer::explain {

class Search {
 public:
  // The exhibit must outlive the search.
  Search(const Exhibit& exhibit, Form form);
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  // Whether the refusal is about a signature of that form that can be made again.
  bool prepare();
  void run();

  // What was found: none, one or two.
  const std::vector<const SignatureRow*>& found() const noexcept { return found_; }
  std::size_t attempts() const noexcept { return attempts_; }
  const std::string& other_access_key() const noexcept { return other_access_key_; }

 private:
  // One way of one mistake that changes this request's signature, and what can be kept of it for
  // pairs with others.
  struct Candidate {
    const SignatureRow* row;
    unsigned way;
    unsigned rank;                     // among the candidates of its row
    std::string canonical_text;        // V4: what its string to sign ends in
    std::shared_ptr<const Dish> dish;  // what it signs with
  };

  bool try_singles();
  bool try_single(const SignatureRow& row, unsigned way);
  void add_candidate(Candidate candidate);
  bool try_pairs();
  bool try_pair(const Candidate& likelier, const Candidate& other);
  bool is_known(const Candidate& first, const Candidate& second) const noexcept;
  std::shared_ptr<const Dish> derived();
  void sign_pair(const Candidate& first, const Candidate& second);

  bool exhausted() const noexcept;
  std::string canonical_text(const Draft& draft);
  void sign(const Draft& draft, std::string_view canonical, const Dish& dish);
  bool could_be_claimed() const noexcept;
  bool is_claimed() const noexcept;
  bool found(std::vector<const SignatureRow*> rows);

  Texts texts_;
  Case request_;
  std::shared_ptr<const Key> key_;
  Writings writings_;
  Draft base_;
  std::string canonical_text_;              // of base_
  std::string right_digest_;                // of base_
  std::shared_ptr<const Dish> right_dish_;  // of base_

  Draft draft_;         // what is tried
  std::string buffer_;  // its text
  std::string digest_;  // its signature

  std::unordered_set<std::string> seen_;  // signatures, base_'s too
  std::vector<Candidate> candidates_;
  std::size_t attempts_ = 0;
  std::size_t work_bytes_ = 0;
  std::vector<const SignatureRow*> found_;
  std::string other_access_key_;
};

}  // namespace pail::signer::explain
