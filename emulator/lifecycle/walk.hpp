// Passes all versions of a bucket in pages, keys in order and the versions of a key newest first,
// and has done what is due of each. Part of run(); one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "emulator/lifecycle/acts.hpp"

namespace pail::emulator::lifecycle {

class Walk {
 public:
  // `window`: from when the rules last acted, until now. Everything must outlive it.
  Walk(const model::Model& model, const model::Bucket& bucket, const Lifecycle& lifecycle,
       const Window& window, Acts& acts)
      : model_(model), bucket_(bucket), lifecycle_(lifecycle), window_(window), acts_(acts) {}

  // Goes on behind the key `finished`, and says there how far it came. false: what was judged has
  // changed meanwhile, so bucket and keys are to be read again.
  wire::Result<bool> go(std::string& finished);

 private:
  // The key whose versions are passing.
  struct Key {
    std::string name;
    wire::Time since = {};    // creation of the version passed last: the successor of the next
    wire::Time emptied = {};  // when the last version that went from below the current one did
    std::size_t below = 0;    // versions that are not current, and stay
    std::optional<model::Object> marker = {};  // the current version, if that is what it is
    bool null_replaced = false;  // by a null marker: one that the page still shows is gone
  };
  wire::Result<bool> pass(const model::ListedVersion& listed, std::string& finished);
  wire::Result<bool> pass_current(model::Object version);
  wire::Result<bool> pass_noncurrent(model::Object version);
  wire::Result<bool> expire(const model::Object& object, const Due& due);
  wire::Result<bool> leave_key(std::string& finished);
  // The window of what happens to something that is as it is since then.
  Window window_from(wire::Time since) const noexcept;

  const model::Model& model_;
  const model::Bucket& bucket_;
  const Lifecycle& lifecycle_;
  const Window& window_;
  Acts& acts_;
  std::optional<Key> key_;
};

// Of what is due, when that falls into the window.
std::optional<Due> within(std::optional<Due> due, const Window& window) noexcept;

}  // namespace pail::emulator::lifecycle
