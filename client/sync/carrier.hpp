// Carries out one step after the other, several at once. One thread; lives until all are done.
#pragma once

#include <string>
#include <unordered_set>

#include "client/sync/merge.hpp"
#include "client/transfer/crew.hpp"
#include "client/transfer/reporter.hpp"
#include "client/transfer/workers.hpp"

namespace pail::client::sync {

// What a step has come to.
enum class Outcome : std::uint8_t { done, same };

class Carrier {
 public:
  Carrier(Client& s3, const Tree& from, const Tree& to, const Options& options,
          transfer::Reporter* reporter, const boost::asio::any_io_executor& executor);

  // Everything but removals.
  Task<Outcome> carry(const Work& work);
  // What would be done, without doing it.
  Task<Outcome> foresee(const Work& work);
  // Calls back for each step.
  using Removed = std::function<void(const Step&, const Result<void>&)>;
  Task<void> remove(std::vector<Step> steps, Removed removed);

 private:
  Task<Outcome> upload(const Step& step);
  Task<Outcome> download(const Step& step);
  Task<Outcome> copy(const Step& step);
  Result<Outcome> make_placeholder(const std::string& path) const;
  Result<void> make_folder_of(const std::string& path);
  Task<bool> holds_the_same(const Work& work);
  Task<void> take_turn(std::uint64_t size);
  void end_turn(std::uint64_t size);
  transfer::Watcher watcher() const;
  Task<void> remove_objects(const std::vector<Step>& steps, const Removed& removed);

  std::string source_path(const Step& step) const;
  std::string target_path(const Step& step) const;
  std::string key_below(const Tree& tree, const Step& step) const;

  Client& s3_;
  const Tree& from_;
  const Tree& to_;
  const Options& options_;
  transfer::Reporter* reporter_;  // null: nobody watches
  transfer::Signal turn_;
  unsigned large_ = 0;  // under way
  transfer::Workers workers_{2};
  std::unordered_set<std::string> folders_;  // that are there
};

}  // namespace pail::client::sync
